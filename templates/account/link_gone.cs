<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Text.account.link_gone_title ?></h1>
<p><?cs var:Text.account.link_gone ?></p>
<ul class="links">
  <li><a href="/account/forgot"><?cs var:Text.account.forgot_link ?></a></li>
  <li><a href="/account/signin"><?cs var:Text.account.back_to_signin ?></a></li>
</ul>
<?cs include!"layout/gate_foot.cs" ?>
