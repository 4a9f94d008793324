<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"crm/list.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <div class="row">
    <a class="btn" href="/crm/contact/duplicates"><?cs var:Text.nav.duplicates ?></a>
    <?cs if:Me.write ?>
      <a class="btn" href="/crm/contact/import"><?cs var:Text.crm.import ?></a>
      <a class="btn primary" href="/crm/contact/new"><?cs var:Text.button.new ?></a>
    <?cs /if ?>
  </div>
</div>
<?cs call:form_errors() ?>

<?cs def:part_search() ?>
  <?cs call:search_begin(Page.title, "/crm/contact") ?>
  <div class="grid">
    <?cs call:grid(Form.q) ?>
    <?cs call:grid(Form.name) ?>
    <?cs call:grid(Form.company) ?>
    <?cs call:grid(Form.mail_flag) ?>
    <?cs call:grid(Form.owner_id) ?>
    <?cs call:grid_pair(Form.updated_from, Form.updated_to, Text.field.updated, "") ?>
  </div>
  <?cs call:search_end() ?>
<?cs /def ?>

<?cs call:part_search() ?>
<?cs call:crm_saved() ?>
<?cs call:list_chips() ?>
<?cs if:List.shown > #0 ?>
  <?cs call:select_begin() ?>
  <?cs call:list_tools("1") ?>
  <?cs call:bulk_begin(Text.crm.bulk_label) ?>
  <?cs if:Me.write ?>
    <li><button name="op" value="mail"><?cs var:Text.crm.bulk_mail_contact ?></button></li>
  <?cs /if ?>
  <?cs call:bulk_end() ?>
  <?cs call:table_begin(Page.title) ?>
  <?cs def:part_thead() ?>
    <thead>
      <tr>
        <?cs call:tick_th() ?>
        <?cs call:list_th("kana", Text.field.name, "") ?>
        <?cs call:list_th("", Text.field.contact.company, "") ?>
        <?cs call:list_th("", Text.field.department, "") ?>
        <?cs call:list_th("", Text.field.mail, "") ?>
        <?cs call:list_th("", Text.field.owner, "") ?>
        <?cs call:list_th("updated", Text.field.updated, "num") ?>
      </tr>
    </thead>
  <?cs /def ?>
  <?cs call:part_thead() ?>
  <tbody class="owned">
    <?cs each:r = Rows ?>
      <tr>
        <?cs call:tick(r.id, r.name) ?>
        <th scope="row">
          <a href="/crm/contact/<?cs var:r.id ?>"><?cs var:r.name ?></a> <?cs call:mail_flag(r.mail_flag) ?>
          <span class="sub"><?cs var:r.kana ?></span>
        <td data-label="<?cs var:Text.field.contact.company ?>"><?cs var:r.company ?>
        <td data-label="<?cs var:Text.field.department ?>">
          <?cs var:r.department ?>
          <?cs if:r.title ?><span class="sub"><?cs var:r.title ?></span><?cs /if ?>
        <td class="any" data-label="<?cs var:Text.field.mail ?>"><?cs var:r.mail ?>
        <td data-label="<?cs var:Text.field.owner ?>"><?cs var:r.owner ?>
        <td class="num" data-label="<?cs var:Text.field.updated ?>"><?cs var:r.updated ?>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs if:List.partial ?><?cs call:note("", Text.list.partial) ?><?cs /if ?>
  <?cs call:select_more() ?>
  <?cs call:select_end() ?>
<?cs else ?>
  <?cs call:crm_nothing() ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
