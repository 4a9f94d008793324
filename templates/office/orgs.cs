<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"office/macros.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <?cs if:Me.is.sales || Me.is.support || Me.is.sysadmin ?>
    <a class="btn primary" href="/office/org/new"><?cs var:Text.office.org_new ?></a>
  <?cs /if ?>
</div>
<?cs call:form_errors() ?>
<?cs call:search_begin(Page.title, "/office/org") ?>
<div class="grid"><?cs call:grid(Form.q) ?><?cs call:grid(Form.state) ?><?cs call:grid(Form.feature) ?></div>
<?cs call:search_end() ?>
<?cs call:list_chips() ?>
<?cs if:subcount(Rows) > #0 ?>
  <?cs call:list_tools("") ?>
  <?cs call:table_begin(Text.office.orgs_table) ?>
  <thead>
    <tr>
      <?cs call:list_th("name", Text.office.org, "") ?>
      <?cs call:list_th("", Text.office.features, "") ?>
      <?cs call:list_th("", Text.office.state, "") ?>
      <?cs call:list_th("", Text.office.phone, "") ?>
      <?cs call:list_th("", Text.office.accounts, "num") ?>
      <?cs call:list_th("id", Text.office.created_at, "num") ?>
    </tr>
  </thead>
  <tbody>
    <?cs each:r = Rows ?>
      <tr>
        <th scope="row">
          <?cs if:Me.is.sales || Me.is.support || Me.is.sysadmin ?><a href="/office/org/<?cs var:url_escape(r.id) ?>">
              <?cs var:r.name ?></a><?cs else ?><?cs var:r.name ?><?cs /if ?> <span class="sub">
              <?cs var:r.kana ?></span> <span class="sub"><?cs var:Text.office.org_number ?> <?cs var:r.id ?></span>
        </th>
        <td data-label="<?cs var:Text.office.features ?>"><?cs call:features(r.feature) ?></td>
        <td data-label="<?cs var:Text.office.state ?>"><?cs call:org_state(r.state) ?></td>
        <td class="nw" data-label="<?cs var:Text.office.phone ?>"><?cs var:r.phone ?></td>
        <td class="num" data-label="<?cs var:Text.office.accounts ?>"><?cs var:r.accounts ?></td>
        <td class="num" data-label="<?cs var:Text.office.created_at ?>"><?cs var:r.created_at ?></td>
      </tr>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs call:list_empty(Text.office.orgs_empty, Text.office.orgs_empty_hint, "/office/org/new", Text.office.org_new) ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
