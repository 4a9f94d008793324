<?cs set:Crumbs.0.label = Text.title.account.settings ?>
<?cs set:Crumbs.0.url = "/account/settings" ?>
<?cs set:Crumbs.1.label = Text.title.account.two_factor ?>
<?cs set:Crumbs.1.url = "/account/two-factor" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"account/code_macros.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<section aria-labelledby="part-secret" class="part">
  <h2 id="part-secret"><?cs var:Text.account.two_factor_step1 ?></h2>
  <div>
    <p><?cs var:Text.account.two_factor_scan ?></p>
    <p>
      <svg role="img" aria-label="<?cs var:Text.account.two_factor_qr ?>" width="220" height="220"
          viewBox="0 0 <?cs var:Qr.size ?> <?cs var:Qr.size ?>" shape-rendering="crispEdges">
        <rect width="<?cs var:Qr.size ?>" height="<?cs var:Qr.size ?>" fill="#fff"/>
        <path fill="#000" d="<?cs var:Qr.path ?>"/>
      </svg>
    </p>
    <p class="hint"><?cs var:Text.account.two_factor_type ?></p>
    <p><code id="secret"><?cs var:TwoFactor.secret ?></code></p>
  </div>
</section>
<section aria-labelledby="part-code" class="part">
  <h2 id="part-code"><?cs var:Text.account.two_factor_step2 ?></h2>
  <form method="post" action="/account/two-factor/set" novalidate>
    <?cs call:form_token() ?>
    <p class="hint"><?cs var:Text.account.two_factor_others ?></p>
    <?cs call:code_field(Form.code) ?>
    <p class="actions">
      <button class="btn primary"><?cs var:Text.account.two_factor_on_button ?></button>
      <a href="/account/two-factor"><?cs var:Text.account.two_factor_stop ?></a>
    </p>
  </form>
</section>
<?cs include!"layout/foot.cs" ?>
