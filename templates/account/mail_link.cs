<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Page.title ?></h1>
<p><?cs var:Text.account.mail_link_lead ?></p>
<dl class="facts">
  <div>
    <dt><?cs var:Text.account.login_id ?></dt>
    <dd><?cs var:Account.login_id ?></dd>
  </div>
  <div>
    <dt>
      <?cs if:Link.purpose == "mail" ?>
        <?cs var:Text.account.mail ?>
      <?cs else ?>
        <?cs var:Text.account.mail2 ?>
      <?cs /if ?>
    </dt>
    <dd><?cs var:Link.value ?></dd>
  </div>
</dl>
<form method="post" action="/account/<?cs var:url_escape(Link.purpose) ?>/<?cs var:url_escape(Link.token) ?>">
  <?cs call:form_token() ?>
  <p class="actions"><button class="btn primary"><?cs var:Text.account.mail_link_button ?></button></p>
</form>
<?cs include!"layout/gate_foot.cs" ?>
