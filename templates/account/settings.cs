<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<section aria-labelledby="part-profile" class="part">
  <h2 id="part-profile"><?cs var:Text.account.profile ?></h2>
  <form method="post" action="/account/settings" novalidate>
    <?cs call:form_token() ?>
    <?cs call:own(Form.name, "name") ?>
    <?cs call:own(Form.kana, "off") ?>
    <?cs call:select(Form.lang) ?>
    <?cs call:radios(Form.csv) ?>
    <p class="actions"><button class="btn primary"><?cs var:Text.account.save ?></button></p>
  </form>
</section>
<section aria-labelledby="part-security" class="part">
  <h2 id="part-security"><?cs var:Text.account.security ?></h2>
  <dl class="facts">
    <div>
      <dt><?cs var:Text.account.login_id ?></dt>
      <dd><?cs var:Account.login_id ?></dd>
    </div>
    <div>
      <dt><?cs var:Text.account.mail ?></dt>
      <dd>
        <?cs var:Account.mail ?> <a href="/account/mail?which=mail"><?cs var:Text.account.change ?>
            <span class="vh"> <?cs var:Text.account.mail ?></span></a>
      </dd>
    </div>
    <div>
      <dt><?cs var:Text.account.mail2 ?></dt>
      <dd>
        <?cs if:Account.mail2 ?><?cs var:Account.mail2 ?><?cs else ?>
            <?cs var:Text.account.none ?><?cs /if ?> <a href="/account/mail?which=mail2"><?cs var:Text.account.change ?>
            <span class="vh"> <?cs var:Text.account.mail2 ?></span></a>
      </dd>
    </div>
    <div>
      <dt><?cs var:Text.account.password_row ?></dt>
      <dd>
        <a href="/account/password">
          <?cs var:Text.account.change ?>
          <span class="vh"> <?cs var:Text.account.password_row ?></span>
        </a>
      </dd>
    </div>
    <div>
      <dt><?cs var:Text.account.two_factor_row ?></dt>
      <dd>
        <?cs if:Account.two_factor_at ?><?cs call:badge("is-on", Text.account.two_factor_on) ?><?cs else ?>
            <?cs call:badge("is-off", Text.account.two_factor_none) ?><?cs /if ?> <a href="/account/two-factor">
            <?cs var:Text.account.change ?><span class="vh"> <?cs var:Text.account.two_factor_row ?></span></a>
      </dd>
    </div>
    <div>
      <dt><?cs var:Text.account.sessions_row ?></dt>
      <dd>
        <a href="/account/sessions">
          <?cs var:Text.account.sessions_link ?>
          <span class="vh"> <?cs var:Text.account.sessions_row ?></span>
        </a>
      </dd>
    </div>
  </dl>
</section>
<?cs include!"layout/foot.cs" ?>
