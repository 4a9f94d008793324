<?cs set:Crumbs.0.label = Text.title.office.orgs ?>
<?cs set:Crumbs.0.url = "/office/org" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"office/macros.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<p><?cs var:Org.name ?></p>
<?cs call:member_facts(Member) ?>
<div class="note note-warn" role="status">
  <div>
    <p><?cs var:Text.account.close_question ?></p>
    <p><?cs var:Text.account.close_note ?></p>
  </div>
</div>
<form method="post" action="/office/org/<?cs var:url_escape(Org.id) ?>/account/<?cs var:url_escape(Member.id) ?>/close">
  <?cs call:form_token() ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.account.close_yes ?></button>
    <a class="btn" href="/office/org/<?cs var:url_escape(Org.id) ?>/account/<?cs var:url_escape(Member.id) ?>">
      <?cs var:Text.account.close_no ?>
    </a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
