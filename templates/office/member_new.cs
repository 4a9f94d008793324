<?cs set:Crumbs.0.label = Text.title.office.orgs ?>
<?cs set:Crumbs.0.url = "/office/org" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p><?cs var:Org.name ?> - <?cs var:Text.account.invite_lead_new ?></p>
<form method="post" action="/office/org/<?cs var:url_escape(Org.id) ?>/account" novalidate>
  <?cs call:form_token() ?>
  <?cs call:field(Form.name) ?>
  <?cs call:field(Form.kana) ?>
  <?cs call:field(Form.mail) ?>
  <?cs call:radios(Form.roles) ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.account.invite_button ?></button>
    <a href="/office/org/<?cs var:url_escape(Org.id) ?>"><?cs var:Text.office.to_org ?></a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
