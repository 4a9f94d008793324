<?cs set:Crumbs.0.label = Text.title.office.orgs ?>
<?cs set:Crumbs.0.url = "/office/org" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<dl class="facts">
  <?cs call:fact(Text.office.org, Org.name) ?>
  <?cs call:fact(Text.field.office.address, Org.address) ?>
</dl>
<div class="note note-warn" role="status">
  <div>
    <p><?cs var:Text.office.org_close_question ?></p>
    <p><?cs var:Text.office.org_close_note ?></p>
  </div>
</div>
<form method="post" action="/office/org/<?cs var:url_escape(Org.id) ?>/close">
  <?cs call:form_token() ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.office.org_close_yes ?></button>
    <a class="btn" href="/office/org/<?cs var:url_escape(Org.id) ?>"><?cs var:Text.office.org_close_no ?></a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
