<?cs set:Crumbs.0.label = Text.title.office.dnc ?>
<?cs set:Crumbs.0.url = "/office/dnc" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<dl class="facts">
  <?cs call:fact(Text.office.addr, Dnc.addr) ?>
  <?cs call:fact(Text.office.org, Dnc.org) ?>
  <?cs call:fact(Text.office.reason, Options.dnc_reason[Dnc.reason]) ?>
  <?cs call:fact(Text.office.note, Dnc.note) ?>
  <?cs call:fact(Text.office.at, Dnc.at) ?>
</dl>
<?cs call:note("note-warn", Text.office.dnc_drop_lead) ?>
<form method="post" action="/office/dnc/<?cs var:url_escape(Dnc.id) ?>/remove" novalidate>
  <?cs call:form_token() ?>
  <?cs call:field(Form.why) ?>
  <p class="actions">
    <button class="btn primary"><?cs var:Text.office.dnc_drop ?></button>
    <a href="/office/dnc"><?cs var:Text.office.to_dnc ?></a>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
