<?cs set:Crumbs.0.label = Text.title.account.settings ?>
<?cs set:Crumbs.0.url = "/account/settings" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p><?cs var:Text.account.mail_lead ?></p>
<dl class="facts">
  <div>
    <dt><?cs var:Text.account.mail ?></dt>
    <dd><?cs var:Account.mail ?></dd>
  </div>
  <div>
    <dt><?cs var:Text.account.mail2 ?></dt>
    <dd><?cs if:Account.mail2 ?><?cs var:Account.mail2 ?><?cs else ?><?cs var:Text.account.none ?><?cs /if ?></dd>
  </div>
</dl>
<form method="post" action="/account/mail" novalidate>
  <?cs call:form_token() ?>
  <?cs call:radios(Form.which) ?>
  <?cs call:own(Form.mail, "email") ?>
  <p class="hint"><?cs var:Text.account.mail2_empty ?></p>
  <?cs call:password(Form.old, "current-password") ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.account.mail_button ?></button>
    <a href="/account/settings"><?cs var:Text.account.to_settings ?></a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
