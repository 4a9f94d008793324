<?cs set:Page.title = Member.name ?>
<?cs set:Crumbs.0.label = Text.title.office.staff ?>
<?cs set:Crumbs.0.url = "/office/staff" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"office/macros.cs" ?>
<div class="head">
  <h1><?cs var:Member.name ?></h1>
</div>
<?cs call:form_errors() ?>
<?cs call:member_facts(Member) ?>
<?cs if:Member.self ?>
  <p><?cs call:roles(Member.role) ?></p>
  <?cs call:note("", Text.account.self_note) ?>
<?cs elif:Member.state != "closed" ?>
  <?cs if:Member.state == "invited" ?>
    <form method="post" action="/office/staff/<?cs var:url_escape(Member.id) ?>/invite">
      <?cs call:form_token() ?>
      <p class="actions"><button class="btn"><?cs var:Text.account.invite_again ?></button></p>
    </form>
  <?cs /if ?>
  <section aria-labelledby="part-role" class="part">
    <h2 id="part-role"><?cs var:Text.account.role_title ?></h2>
    <form method="post" action="/office/staff/<?cs var:url_escape(Member.id) ?>/role" novalidate>
      <?cs call:form_token() ?>
      <p class="hint"><?cs var:Text.account.role_note ?></p>
      <?cs call:checks(Form.roles) ?>
      <p class="actions"><button class="btn primary"><?cs var:Text.account.role_button ?></button></p>
    </form>
  </section>
  <?cs if:Member.two_factor_at ?>
    <p>
      <a href="/office/staff/<?cs var:url_escape(Member.id) ?>/two-factor">
        <?cs var:Text.account.two_factor_reset_link ?>
      </a>
    </p>
  <?cs /if ?>
  <p><a href="/office/staff/<?cs var:url_escape(Member.id) ?>/close"><?cs var:Text.account.close_link ?></a></p>
<?cs /if ?>
<p><a href="/office/staff"><?cs var:Text.office.to_staff ?></a></p>
<?cs include!"layout/foot.cs" ?>
