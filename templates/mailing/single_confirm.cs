<?cs set:Crumbs.0.label = Record.name ?>
<?cs set:Crumbs.0.url = "/crm/" + Noun + "/" + Record.id ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"mailing/macros.cs" ?>
<?cs include!"mailing/files.cs" ?>
<div class="head">
  <h1><?cs var:Text.mailing.single.confirm ?></h1>
</div>
<?cs if:Preview.changed ?>
  <?cs call:note("note-warn", Text.err.confirm_changed) ?>
<?cs else ?>
  <p><?cs var:Text.mailing.single.confirm_lead ?></p>
<?cs /if ?>
<article class="msg" aria-labelledby="mail-to">
  <header>
    <span id="mail-to">
      <?cs var:Text.mailing.preview.to ?> <strong><?cs var:Preview.name ?></strong> <span class="any">
          <?cs var:Preview.addr ?></span>
    </span>
  </header>
  <div class="msg-body">
    <p><?cs var:Preview.subject ?></p>
    <p class="text"><?cs var:Preview.body ?></p>
  </div>
</article>
<dl class="facts">
  <?cs call:fact(Text.field.compose.from_addr, Preview.from) ?>
  <?cs call:fact(Text.field.compose.reply_to, Preview.reply) ?>
  <?cs call:fact(Text.field.compose.shared, Options.compose.shared[Form.shared.value]) ?>
  <?cs if:subcount(RunFiles) ?>
    <div>
      <dt><?cs var:Text.mailing.files.label ?></dt>
      <dd><?cs call:files_list() ?><?cs call:files_facts() ?></dd>
    </div>
  <?cs /if ?>
</dl>
<form method="post" action="/mailing/write/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>">
  <?cs call:form_token() ?>
  <?cs call:form_kept() ?>
  <p class="actions">
    <button class="btn primary" name="op" value="send"><?cs var:Options.single.op.send ?></button>
    <button class="btn" name="op" value="back"><?cs var:Options.single.op.back ?></button>
  </p>
</form>
<?cs include!"layout/foot.cs" ?>
