<?cs set:Page.title = Text.account.codes_title ?>
<?cs set:Crumbs.0.label = Text.title.account.settings ?>
<?cs set:Crumbs.0.url = "/account/settings" ?>
<?cs set:Crumbs.1.label = Text.title.account.two_factor ?>
<?cs set:Crumbs.1.url = "/account/two-factor" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Text.account.codes_title ?></h1>
</div>
<?cs if:TwoFactor.first ?><?cs call:note("note-ok", Text.account.two_factor_now_on) ?><?cs /if ?>
<?cs call:note("note-warn", Text.account.codes_once) ?>
<p><?cs var:Text.account.codes_keep ?></p>
<dl class="facts">
  <div>
    <dt><?cs var:Text.account.login_id ?></dt>
    <dd><?cs var:TwoFactor.login ?></dd>
  </div>
  <div>
    <dt><?cs var:Text.account.recovery_row ?></dt>
    <dd class="prose">
      <ol>
        <?cs each:c = Codes ?>
          <li><code><?cs var:c.code ?></code></li>
        <?cs /each ?>
      </ol>
    </dd>
  </div>
</dl>
<p class="actions">
  <a class="btn primary" href="/"><?cs var:Text.account.codes_kept ?></a>
  <a href="/account/two-factor"><?cs var:Text.account.to_two_factor ?></a>
</p>
<?cs include!"layout/foot.cs" ?>
