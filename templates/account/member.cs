<?cs set:Page.title = Member.name ?>
<?cs set:Crumbs.0.label = Text.title.account.members ?>
<?cs set:Crumbs.0.url = "/account/members" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"account/member_macros.cs" ?>
<div class="head">
  <h1><?cs var:Member.name ?></h1>
</div>
<?cs call:form_errors() ?>
<?cs call:member_facts(Member) ?>
<?cs if:Member.self ?>
  <div class="note" role="note">
    <div><?cs var:Text.account.self_note ?></div>
  </div>
<?cs elif:Member.state != "closed" ?>
  <?cs if:Member.state == "invited" ?>
    <form method="post" action="/account/members/<?cs var:url_escape(Member.id) ?>/invite">
      <?cs call:form_token() ?>
      <p class="actions"><button class="btn"><?cs var:Text.account.invite_again ?></button></p>
    </form>
  <?cs /if ?>
  <section aria-labelledby="part-role" class="part">
    <h2 id="part-role"><?cs var:Text.account.role_title ?></h2>
    <form method="post" action="/account/members/<?cs var:url_escape(Member.id) ?>/role" novalidate>
      <?cs call:form_token() ?>
      <p class="hint"><?cs var:Text.account.role_note ?></p>
      <?cs call:radios(Form.roles) ?>
      <p class="actions"><button class="btn primary"><?cs var:Text.account.role_button ?></button></p>
    </form>
  </section>
  <?cs if:Member.two_factor_at ?>
    <section aria-labelledby="part-two-factor" class="part">
      <h2 id="part-two-factor"><?cs var:Text.account.two_factor_row ?></h2>
      <p class="hint"><?cs var:Text.account.two_factor_reset_note ?></p>
      <p>
        <a class="btn" href="/account/members/<?cs var:url_escape(Member.id) ?>/two-factor">
          <?cs var:Text.account.two_factor_reset_link ?>
        </a>
      </p>
    </section>
  <?cs /if ?>
  <section aria-labelledby="part-close" class="part">
    <h2 id="part-close"><?cs var:Text.account.close_title ?></h2>
    <p class="hint"><?cs var:Text.account.close_note ?></p>
    <p>
      <a class="btn" href="/account/members/<?cs var:url_escape(Member.id) ?>/close">
        <?cs var:Text.account.close_link ?>
      </a>
    </p>
  </section>
<?cs /if ?>
<p><a href="/account/members"><?cs var:Text.account.to_members ?></a></p>
<?cs include!"layout/foot.cs" ?>
