<?cs set:Crumbs.0.label = Text.title.office.orgs ?>
<?cs set:Crumbs.0.url = "/office/org" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<form method="post" action="/office/org<?cs if:Org.id ?>/<?cs var:url_escape(Org.id) ?><?cs /if ?>" novalidate>
  <?cs call:form_token() ?>
  <?cs call:field(Form.name) ?>
  <?cs call:field(Form.kana) ?>
  <?cs call:checks(Form.features) ?>
  <?cs call:field(Form.zip) ?>
  <?cs call:field(Form.address) ?>
  <?cs call:field(Form.phone) ?>
  <?cs call:field(Form.mail_rate) ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.office.org_save ?></button>
    <a href="/office/org<?cs if:Org.id ?>/<?cs var:url_escape(Org.id) ?><?cs /if ?>"><?cs var:Text.button.back ?></a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
