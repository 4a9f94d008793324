<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<?cs call:search_begin(Page.title, "/office/outbox") ?>
<div class="grid">
  <?cs call:grid(Form.state) ?>
  <?cs call:grid(Form.mail) ?>
  <?cs call:grid(Form.org_id) ?>
  <?cs call:grid(Form.run_id) ?>
</div>
<?cs if:!subcount(Form.org_id.options) ?>
  <p class="hint"><?cs var:Text.office.org_by_number ?> <a href="/office/org"><?cs var:Text.office.to_orgs ?></a></p>
<?cs /if ?>
<?cs call:search_end() ?>
<?cs call:list_chips() ?>
<?cs if:subcount(Rows) > #0 ?>
  <?cs call:list_tools("") ?>
  <?cs call:table_begin(Text.office.outbox_table) ?>
  <thead>
    <tr>
      <?cs call:list_th("", Text.office.to, "") ?>
      <?cs call:list_th("", Text.office.subject, "") ?>
      <?cs call:list_th("", Text.office.org, "") ?>
      <?cs call:list_th("", Text.office.run, "num") ?>
      <?cs call:list_th("", Text.office.state, "") ?>
      <?cs call:list_th("", Text.office.answer, "") ?>
      <?cs call:list_th("id", Text.office.at, "num") ?>
    </tr>
  </thead>
  <tbody>
    <?cs each:r = Rows ?>
      <tr>
        <th scope="row"><a href="/office/outbox/<?cs var:url_escape(r.id) ?>"><?cs var:r.to_addr ?></a></th>
        <td data-label="<?cs var:Text.office.subject ?>"><?cs var:r.subject ?></td>
        <td data-label="<?cs var:Text.office.org ?>"><?cs var:r.org ?></td>
        <td class="num" data-label="<?cs var:Text.office.run ?>">
          <?cs if:r.run_id > #0 ?>
            <a href="/office/outbox?run_id=<?cs var:url_escape(r.run_id) ?>"><?cs var:r.run_id ?></a>
          <?cs else ?>
            <?cs var:Text.office.single ?>
          <?cs /if ?>
        </td>
        <td data-label="<?cs var:Text.office.state ?>"><?cs call:outbox_state(r.state) ?></td>
        <td data-label="<?cs var:Text.office.answer ?>">
          <?cs if:r.smtp_code > #0 ?><?cs var:r.smtp_code ?> <span class="sub"><?cs var:r.smtp_text ?></span><?cs /if ?>
        </td>
        <td class="num" data-label="<?cs var:Text.office.at ?>"><?cs var:r.at ?></td>
      </tr>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs call:list_empty(Text.office.outbox_empty, Text.office.empty_hint, "", "") ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
