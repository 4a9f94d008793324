<?cs set:Crumbs.0.label = Text.title.account.members ?>
<?cs set:Crumbs.0.url = "/account/members" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"account/member_macros.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<?cs call:member_facts(Member) ?>
<?cs if:Member.self ?>
  <?cs call:note("", Text.account.two_factor_self) ?>
<?cs elif:!Member.two_factor_at || Member.state == "closed" ?>
  <?cs call:note("", Text.account.two_factor_unused) ?>
<?cs else ?>
  <?cs call:note("note-warn", Text.account.two_factor_reset_note) ?>
  <form method="post" action="/account/members/<?cs var:url_escape(Member.id) ?>/two-factor" novalidate>
    <?cs call:form_token() ?>
    <?cs call:password(Form.old, "current-password") ?>
    <p class="actions"><button class="btn primary"><?cs var:Text.account.two_factor_reset_button ?></button></p>
  </form>
<?cs /if ?>
<p><a href="/account/members/<?cs var:url_escape(Member.id) ?>"><?cs var:Text.account.to_member ?></a></p>
<?cs include!"layout/foot.cs" ?>
