<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<?cs call:search_begin(Page.title, "/office/audit") ?>
<div class="grid">
  <?cs call:grid(Form.org_id) ?>
  <?cs call:grid(Form.account_id) ?>
  <?cs call:grid(Form.action) ?>
  <?cs call:grid(Form.noun) ?>
  <?cs call:grid(Form.noun_id) ?>
  <?cs call:grid(Form.since) ?>
  <?cs call:grid(Form.until) ?>
</div>
<?cs if:!subcount(Form.org_id.options) ?>
  <p class="hint"><?cs var:Text.office.org_by_number ?> <a href="/office/org"><?cs var:Text.office.to_orgs ?></a></p>
<?cs /if ?>
<?cs call:search_end() ?>
<?cs call:list_chips() ?>
<?cs if:subcount(Rows) > #0 ?>
  <?cs call:list_tools("1") ?>
  <?cs call:table_begin(Text.office.audit_table) ?>
  <thead>
    <tr>
      <?cs call:list_th("id", Text.office.at, "num") ?>
      <?cs call:list_th("", Text.office.org, "") ?>
      <?cs call:list_th("", Text.account.name, "") ?>
      <?cs call:list_th("", Text.office.action, "") ?>
      <?cs call:list_th("", Text.office.noun, "") ?>
      <?cs call:list_th("", Text.office.ip, "") ?>
      <?cs call:list_th("", Text.office.detail, "") ?>
    </tr>
  </thead>
  <tbody>
    <?cs each:r = Rows ?>
      <tr>
        <th scope="row" class="num nw"><?cs var:r.at ?></th>
        <td data-label="<?cs var:Text.office.org ?>">
          <?cs if:r.org ?>
            <a href="/office/audit?org_id=<?cs var:url_escape(r.org_id) ?>"><?cs var:r.org ?></a>
          <?cs /if ?>
        </td>
        <td data-label="<?cs var:Text.account.name ?>">
          <?cs if:r.who ?>
            <a
                href="/office/audit?org_id=<?cs var:url_escape(r.org_id) ?>&amp;account_id=<?cs var:url_escape(r.account_id) ?>">
              <?cs var:r.who ?>
            </a>
          <?cs else ?>
            <?cs var:Text.office.system ?>
          <?cs /if ?>
        </td>
        <td data-label="<?cs var:Text.office.action ?>">
          <?cs if:Options.action[r.action] ?>
            <?cs var:Options.action[r.action] ?>
            <span class="sub"><?cs var:r.action ?></span>
          <?cs else ?>
            <?cs var:r.action ?>
          <?cs /if ?>
        </td>
        <td class="nw" data-label="<?cs var:Text.office.noun ?>">
          <?cs var:r.noun ?>
          <?cs if:r.noun_id > #0 ?> <?cs var:r.noun_id ?><?cs /if ?>
        </td>
        <td class="nw" data-label="<?cs var:Text.office.ip ?>"><?cs var:r.ip ?></td>
        <td data-label="<?cs var:Text.office.detail ?>"><?cs var:r.detail ?></td>
      </tr>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs call:list_empty(Text.office.audit_empty, Text.office.empty_hint, "", "") ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
