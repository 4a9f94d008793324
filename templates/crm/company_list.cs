<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"crm/list.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <?cs if:Me.write ?>
    <div class="row">
      <a class="btn" href="/crm/company/import"><?cs var:Text.crm.import ?></a>
      <a class="btn primary" href="/crm/company/new"><?cs var:Text.button.new ?></a>
    </div>
  <?cs /if ?>
</div>
<?cs call:form_errors() ?>

<?cs def:part_search() ?>
  <?cs call:search_begin(Page.title, "/crm/company") ?>
  <div class="grid">
    <?cs call:grid(Form.q) ?>
    <?cs call:grid(Form.name) ?>
    <?cs call:grid(Form.pref) ?>
    <?cs call:grid(Form.industry) ?>
    <?cs call:grid(Form.owner_id) ?>
    <?cs call:grid_pair(Form.updated_from, Form.updated_to, Text.field.updated, "") ?>
  </div>
  <?cs call:search_end() ?>
<?cs /def ?>

<?cs call:part_search() ?>
<?cs call:crm_saved() ?>
<?cs call:list_chips() ?>
<?cs if:List.shown > #0 ?>
  <?cs call:list_tools("1") ?>
  <?cs call:table_begin(Page.title) ?>
  <?cs def:part_thead() ?>
    <thead>
      <tr>
        <?cs call:list_th("kana", Text.field.company.name, "") ?>
        <?cs call:list_th("", Text.field.industry, "") ?>
        <?cs call:list_th("", Text.field.pref, "") ?>
        <?cs call:list_th("", Text.field.phone, "") ?>
        <?cs call:list_th("", Text.field.owner, "") ?>
        <?cs call:list_th("updated", Text.field.updated, "num") ?>
      </tr>
    </thead>
  <?cs /def ?>
  <?cs call:part_thead() ?>
  <tbody class="owned">
    <?cs each:r = Rows ?>
      <tr>
        <th scope="row">
          <a href="/crm/company/<?cs var:r.id ?>"><?cs var:r.name ?></a>
          <span class="sub"><?cs var:r.kana ?></span>
        <td data-label="<?cs var:Text.field.industry ?>"><?cs var:Options.industry[r.industry] ?>
        <td class="nw" data-label="<?cs var:Text.field.pref ?>"><?cs var:Options.pref[r.pref] ?>
        <td class="nw" data-label="<?cs var:Text.field.phone ?>"><?cs var:r.phone ?>
        <td data-label="<?cs var:Text.field.owner ?>"><?cs var:r.owner ?>
        <td class="num" data-label="<?cs var:Text.field.updated ?>"><?cs var:r.updated ?>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs if:List.partial ?><?cs call:note("", Text.list.partial) ?><?cs /if ?>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs call:crm_nothing() ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
