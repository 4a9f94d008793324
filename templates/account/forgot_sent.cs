<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Text.account.forgot_sent_title ?></h1>
<p><?cs var:Text.account.forgot_sent ?></p>
<p class="hint"><?cs var:Text.account.forgot_sent_hint ?></p>
<ul class="links">
  <li><a href="/account/signin"><?cs var:Text.account.back_to_signin ?></a></li>
</ul>
<?cs include!"layout/gate_foot.cs" ?>
