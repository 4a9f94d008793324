<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"crm/list.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <?cs if:Me.write ?>
    <div class="row">
      <a class="btn" href="/crm/job/import"><?cs var:Text.crm.import ?></a>
      <a class="btn primary" href="/crm/job/new"><?cs var:Text.button.new ?></a>
    </div>
  <?cs /if ?>
</div>
<?cs call:form_errors() ?>

<?cs def:part_search() ?>
  <?cs call:search_begin(Page.title, "/crm/job") ?>
  <div class="grid">
    <?cs call:grid(Form.q) ?>
    <?cs call:grid(Form.state) ?>
    <?cs call:grid(Form.pref) ?>
    <?cs call:grid(Form.occupation) ?>
    <?cs call:grid(Form.employment) ?>
    <?cs call:grid_pair(Form.salary_from, Form.salary_to, Text.field.salary, Text.unit.salary) ?>
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
    <li><button name="op" value="announce"><?cs var:Text.crm.bulk_announce ?></button></li>
  <?cs /if ?>
  <?cs call:bulk_end() ?>
  <?cs call:table_begin(Page.title) ?>
  <?cs def:part_thead() ?>
    <thead>
      <tr>
        <?cs call:tick_th() ?>
        <?cs call:list_th("name", Text.field.job.name, "") ?>
        <?cs call:list_th("", Text.field.job.company, "") ?>
        <?cs call:list_th("", Text.field.occupation, "") ?>
        <?cs call:list_th("", Text.field.pref, "") ?>
        <?cs call:list_th("salary", Text.field.salary, "num") ?>
        <?cs call:list_th("", Text.field.state, "") ?>
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
        <th scope="row"><a href="/crm/job/<?cs var:r.id ?>"><?cs var:r.name ?></a>
        <td data-label="<?cs var:Text.field.job.company ?>"><?cs var:r.company ?>
        <td data-label="<?cs var:Text.field.occupation ?>"><?cs var:Options.occupation[r.occupation] ?>
        <td class="nw" data-label="<?cs var:Text.field.pref ?>"><?cs var:Options.pref[r.pref] ?>
        <td class="num" data-label="<?cs var:Text.field.salary ?>"><?cs call:salary(r.salary) ?>
        <td data-label="<?cs var:Text.field.state ?>"><?cs call:job_state(r.state) ?>
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
