<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Page.title ?></h1>
<?cs call:form_errors() ?>
<p><?cs var:Text.account.forgot_lead ?></p>
<form method="post" action="/account/forgot" novalidate>
  <?cs call:form_token() ?>
  <?cs call:own(Form.mail, "email") ?>
  <p class="actions"><button class="btn primary"><?cs var:Text.account.forgot_button ?></button></p>
</form>
<ul class="links">
  <li><a href="/account/signin"><?cs var:Text.account.back_to_signin ?></a></li>
</ul>
<?cs include!"layout/gate_foot.cs" ?>
