<?cs include!"layout/gate.cs" ?>
<?cs include!"account/code_macros.cs" ?>
<h1><?cs var:Page.title ?></h1>
<?cs call:form_errors() ?>
<p><?cs var:Text.account.signin_code_lead ?></p>
<form method="post" action="/account/signin/code" novalidate>
  <?cs call:form_token() ?>
  <input type="hidden" name="next" value="<?cs var:Signin.next ?>">
  <?cs call:code_field(Form.code) ?>
  <p class="actions"><button class="btn primary"><?cs var:Text.account.signin_button ?></button></p>
</form>
<ul class="links">
  <li>
    <a href="/account/signin/recovery<?cs if:Signin.next ?>?next=<?cs var:url_escape(Signin.next) ?><?cs /if ?>">
      <?cs var:Text.account.signin_recovery_link ?>
    </a>
  </li>
  <li><a href="/account/signin"><?cs var:Text.account.signin_restart ?></a></li>
</ul>
<?cs include!"layout/gate_foot.cs" ?>
