<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <a class="btn primary" href="#part-add"><?cs var:Text.office.dnc_add_title ?></a>
</div>
<?cs call:form_errors() ?>
<?cs call:search_begin(Page.title, "/office/dnc") ?>
<div class="grid"><?cs call:grid(Form.mail) ?><?cs call:grid(Form.org_id) ?><?cs call:grid(Form.reason) ?></div>
<?cs if:!subcount(Form.org_id.options) ?>
  <p class="hint"><?cs var:Text.office.org_by_number ?> <a href="/office/org"><?cs var:Text.office.to_orgs ?></a></p>
<?cs /if ?>
<?cs call:search_end() ?>
<?cs call:list_chips() ?>
<?cs if:subcount(Rows) > #0 ?>
  <?cs call:list_tools("") ?>
  <?cs call:table_begin(Text.office.dnc_table) ?>
  <thead>
    <tr>
      <?cs call:list_th("", Text.office.addr, "") ?>
      <?cs call:list_th("", Text.office.org, "") ?>
      <?cs call:list_th("", Text.office.reason, "") ?>
      <?cs call:list_th("", Text.office.note, "") ?>
      <?cs call:list_th("", Text.office.who, "") ?>
      <?cs call:list_th("id", Text.office.at, "num") ?>
    </tr>
  </thead>
  <tbody>
    <?cs each:r = Rows ?>
      <tr>
        <th scope="row"><a href="/office/dnc/<?cs var:url_escape(r.id) ?>"><?cs var:r.addr ?></a></th>
        <td data-label="<?cs var:Text.office.org ?>"><?cs var:r.org ?></td>
        <td data-label="<?cs var:Text.office.reason ?>"><?cs var:Options.dnc_reason[r.reason] ?></td>
        <td data-label="<?cs var:Text.office.note ?>"><?cs var:r.note ?></td>
        <td data-label="<?cs var:Text.office.who ?>"><?cs var:r.who ?></td>
        <td class="num" data-label="<?cs var:Text.office.at ?>"><?cs var:r.at ?></td>
      </tr>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs call:list_empty(Text.office.dnc_empty, Text.office.empty_hint, "", "") ?>
<?cs /if ?>
<section aria-labelledby="part-add" class="part">
  <h2 id="part-add"><?cs var:Text.office.dnc_add_title ?></h2>
  <p class="hint"><?cs var:Text.office.dnc_add_lead ?></p>
  <form method="post" action="/office/dnc" novalidate>
    <?cs call:form_token() ?>
    <?cs if:subcount(Form.org.options) ?>
      <?cs call:select(Form.org) ?>
    <?cs else ?>
      <?cs call:field(Form.org) ?>
    <?cs /if ?>
    <?cs call:field(Form.addr) ?>
    <?cs call:field(Form.note) ?>
    <p class="actions"><button class="btn"><?cs var:Text.office.dnc_add ?></button></p>
  </form>
</section>
<?cs include!"layout/foot.cs" ?>
