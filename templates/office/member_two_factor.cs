<?cs set:Crumbs.0.label = Text.title.office.orgs ?>
<?cs set:Crumbs.0.url = "/office/org" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"office/macros.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p><?cs var:Org.name ?></p>
<?cs call:member_facts(Member) ?>
<?cs if:Member.self ?>
  <?cs call:note("", Text.account.two_factor_self) ?>
<?cs elif:!Member.two_factor_at || Member.state == "closed" ?>
  <?cs call:note("", Text.account.two_factor_unused) ?>
<?cs else ?>
  <?cs call:note("note-warn", Text.account.two_factor_reset_note) ?>
  <form method="post"
      action="/office/org/<?cs var:url_escape(Org.id) ?>/account/<?cs var:url_escape(Member.id) ?>/two-factor"
      novalidate>
    <?cs call:form_token() ?>
    <?cs call:password(Form.old, "current-password") ?>
    <p class="actions"><button class="btn primary"><?cs var:Text.account.two_factor_reset_button ?></button></p>
  </form>
<?cs /if ?>
<p>
  <a href="/office/org/<?cs var:url_escape(Org.id) ?>/account/<?cs var:url_escape(Member.id) ?>">
    <?cs var:Text.account.to_member ?>
  </a>
</p>
<?cs include!"layout/foot.cs" ?>
