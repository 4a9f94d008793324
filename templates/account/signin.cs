<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Page.title ?></h1>
<?cs call:form_errors() ?>
<?cs if:Signin.expired ?>
  <div class="note" role="status">
    <div><?cs var:Text.account.signin_expired ?></div>
  </div>
<?cs /if ?>
<?cs if:Signin.late ?>
  <div class="note" role="status">
    <div><?cs var:Text.account.signin_late ?></div>
  </div>
<?cs /if ?>
<form method="post" action="/account/signin" novalidate>
  <?cs call:form_token() ?>
  <input type="hidden" name="next" value="<?cs var:Signin.next ?>">
  <?cs call:own(Form.login, "username") ?>
  <?cs call:password(Form.password, "current-password") ?>
  <p class="actions"><button class="btn primary"><?cs var:Text.account.signin_button ?></button></p>
</form>
<ul class="links">
  <li><a href="/account/forgot"><?cs var:Text.account.forgot_link ?></a></li>
  <li><?cs var:Text.account.forgot_id_link ?></li>
</ul>
<?cs include!"layout/gate_foot.cs" ?>
