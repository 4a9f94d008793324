<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"crm/list.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <?cs if:Me.write ?>
    <div class="row">
      <a class="btn" href="/crm/resume/import"><?cs var:Text.crm.import ?></a>
      <a class="btn primary" href="/crm/resume/new"><?cs var:Text.button.new ?></a>
    </div>
  <?cs /if ?>
</div>
<?cs call:form_errors() ?>

<?cs def:part_search() ?>
  <?cs call:search_begin(Page.title, "/crm/resume") ?>
  <div class="grid">
    <?cs call:grid(Form.q) ?>
    <?cs call:grid(Form.name) ?>
    <?cs call:grid(Form.pref) ?>
    <?cs call:grid(Form.occupation) ?>
    <?cs call:grid_pair(Form.age_from, Form.age_to, Text.field.age, Text.unit.age) ?>
    <?cs call:grid_pair(Form.salary_from, Form.salary_to, Text.field.salary, Text.unit.salary) ?>
    <?cs call:grid(Form.skills) ?>
    <?cs call:grid(Form.licences) ?>
    <?cs call:grid(Form.phase) ?>
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
    <li><button name="op" value="mail"><?cs var:Text.crm.bulk_mail ?></button></li>
  <?cs /if ?>
  <?cs call:bulk_end() ?>
  <?cs call:table_begin(Page.title) ?>
  <?cs def:part_thead() ?>
    <thead>
      <tr>
        <?cs call:tick_th() ?>
        <?cs call:list_th("kana", Text.field.name, "") ?>
        <?cs call:list_th("age", Text.field.age, "num") ?>
        <?cs call:list_th("", Text.field.pref, "") ?>
        <?cs call:list_th("", Text.field.resume.occupation, "") ?>
        <?cs call:list_th("", Text.field.experience, "") ?>
        <?cs call:list_th("salary", Text.field.salary, "num") ?>
        <?cs call:list_th("", Text.field.phase, "") ?>
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
          <a href="/crm/resume/<?cs var:r.id ?>"><?cs var:r.name ?></a> <?cs call:mail_flag(r.mail_flag) ?>
          <span class="sub"><?cs var:r.kana ?></span>
        <td class="num" data-label="<?cs var:Text.field.age ?>">
          <?cs if:r.age ?><?cs var:r.age ?><?cs var:Text.unit.age ?><?cs /if ?>
        <td class="nw" data-label="<?cs var:Text.field.pref ?>"><?cs var:Options.pref[r.pref] ?>
        <td data-label="<?cs var:Text.field.resume.occupation ?>"><?cs var:Options.occupation[r.occupation] ?>
        <td data-label="<?cs var:Text.field.experience ?>"><?cs var:r.career ?>
        <td class="num" data-label="<?cs var:Text.field.salary ?>">
          <?cs if:r.salary ?><?cs var:r.salary ?><?cs var:Text.unit.salary ?><?cs elif:r.salary_from ?>
              <?cs var:r.salary_from ?><?cs var:Text.unit.salary ?>〜<?cs /if ?>
        <td data-label="<?cs var:Text.field.phase ?>"><?cs call:phase(r.phase) ?>
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
