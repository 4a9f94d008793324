<?cs set:Crumbs.0.label = Text.title.account.settings ?>
<?cs set:Crumbs.0.url = "/account/settings" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<?cs if:TwoFactor.required ?><?cs call:note("note-warn", Text.account.two_factor_required) ?><?cs /if ?>
<p class="prose"><?cs var:Text.account.two_factor_lead ?></p>
<?cs if:Account.two_factor_at ?>
  <dl class="facts">
    <div>
      <dt><?cs var:Text.account.state ?></dt>
      <dd><?cs call:badge("is-on", Text.account.two_factor_on) ?></dd>
    </div>
    <div>
      <dt><?cs var:Text.account.two_factor_since ?></dt>
      <dd><?cs var:Account.two_factor_at ?></dd>
    </div>
    <div>
      <dt><?cs var:Text.account.recovery_row ?></dt>
      <dd><?cs call:say(Text.account.recovery_left, TwoFactor.left) ?></dd>
    </div>
  </dl>
  <?cs if:TwoFactor.left < #3 ?><?cs call:note("note-warn", Text.account.recovery_few) ?><?cs /if ?>
  <p class="actions">
    <a class="btn" href="/account/two-factor/codes"><?cs var:Text.title.account.two_factor_codes ?></a>
    <a class="btn" href="/account/two-factor/off"><?cs var:Text.title.account.two_factor_off ?></a>
    <a href="/account/settings"><?cs var:Text.account.to_settings ?></a>
  </p>
<?cs else ?>
  <dl class="facts">
    <div>
      <dt><?cs var:Text.account.state ?></dt>
      <dd><?cs call:badge("is-off", Text.account.two_factor_none) ?></dd>
    </div>
  </dl>
  <section aria-labelledby="part-begin" class="part">
    <h2 id="part-begin"><?cs var:Text.account.two_factor_begin ?></h2>
    <form method="post" action="/account/two-factor" novalidate>
      <?cs call:form_token() ?>
      <p class="hint"><?cs var:Text.account.two_factor_need ?></p>
      <?cs call:password(Form.old, "current-password") ?>
      <p class="actions">
        <button class="btn primary"><?cs var:Text.account.two_factor_begin_button ?></button>
        <?cs if:!TwoFactor.required ?><a href="/account/settings"><?cs var:Text.account.to_settings ?></a><?cs /if ?>
      </p>
    </form>
  </section>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
