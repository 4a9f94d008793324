<?cs set:Crumbs.0.label = Text.title.account.members ?>
<?cs set:Crumbs.0.url = "/account/members" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p><?cs var:Text.account.invite_lead_new ?></p>
<form method="post" action="/account/members" novalidate>
  <?cs call:form_token() ?>
  <?cs call:field(Form.name) ?>
  <?cs call:field(Form.kana) ?>
  <?cs call:field(Form.mail) ?>
  <?cs call:radios(Form.roles) ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.account.invite_button ?></button>
    <a href="/account/members"><?cs var:Text.account.to_members ?></a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
