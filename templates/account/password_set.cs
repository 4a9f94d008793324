<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Page.title ?></h1>
<?cs call:form_errors() ?>
<p>
  <?cs if:Link.purpose == "invite" ?>
    <?cs var:Text.account.invite_lead ?>
  <?cs else ?>
    <?cs var:Text.account.password_set_lead ?>
  <?cs /if ?>
</p>
<dl class="facts">
  <div>
    <dt><?cs var:Text.account.org ?></dt>
    <dd><?cs var:Account.org_name ?></dd>
  </div>
  <div>
    <dt><?cs var:Text.account.login_id ?></dt>
    <dd><?cs var:Account.login_id ?></dd>
  </div>
  <div>
    <dt><?cs var:Text.account.mail ?></dt>
    <dd><?cs var:Account.mail ?></dd>
  </div>
</dl>
<form method="post" action="/account/<?cs var:url_escape(Link.purpose) ?>/<?cs var:url_escape(Link.token) ?>"
    novalidate>
  <?cs call:form_token() ?>
  <input type="hidden" name="username" autocomplete="username" value="<?cs var:Account.login_id ?>">
  <?cs call:password(Form.password, "new-password") ?>
  <?cs call:password(Form.again, "new-password") ?>
  <p class="actions"><button class="btn primary"><?cs var:Text.account.password_set_button ?></button></p>
</form>
<?cs include!"layout/gate_foot.cs" ?>
