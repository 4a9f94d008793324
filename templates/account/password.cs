<?cs set:Crumbs.0.label = Text.title.account.settings ?>
<?cs set:Crumbs.0.url = "/account/settings" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p><?cs var:Text.account.password_lead ?></p>
<form method="post" action="/account/password" novalidate>
  <?cs call:form_token() ?>
  <?cs call:password(Form.old, "current-password") ?>
  <?cs call:password(Form.password, "new-password") ?>
  <?cs call:password(Form.again, "new-password") ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.account.password_button ?></button>
    <a href="/account/settings"><?cs var:Text.account.to_settings ?></a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
