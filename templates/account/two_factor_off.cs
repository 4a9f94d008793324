<?cs set:Crumbs.0.label = Text.title.account.settings ?>
<?cs set:Crumbs.0.url = "/account/settings" ?>
<?cs set:Crumbs.1.label = Text.title.account.two_factor ?>
<?cs set:Crumbs.1.url = "/account/two-factor" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"account/code_macros.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p class="prose"><?cs var:Text.account.two_factor_off_lead ?></p>
<form method="post" action="/account/two-factor/off" novalidate>
  <?cs call:form_token() ?>
  <?cs call:password(Form.old, "current-password") ?>
  <?cs call:any_code_field(Form.code) ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.account.two_factor_off_button ?></button>
    <a href="/account/two-factor"><?cs var:Text.account.to_two_factor ?></a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
