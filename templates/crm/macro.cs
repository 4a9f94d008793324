<?cs #
  Pieces of the CRM's pages; include it after layout/head.cs.
?><?cs def:crm_history() ?><section aria-labelledby="history-title">
<h2 id="history-title"><?cs var:Text.crm.history ?></h2><?cs if:Me.write ?>
<form method="post" action="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/note" novalidate><?cs call:form_token() ?><?cs call:area(Form.body, "2") ?><p class="actions"><button class="btn small"><?cs var:Text.crm.note_save ?></button></p></form><?cs /if ?><?cs if:subcount(History) ?>
<ul class="thread"><?cs each:h = History ?>
<li class="msg"><header><span><?cs var:Text.history[h.kind] ?></span><span><?cs if:h.who ?><?cs var:h.who ?><?cs else ?><?cs var:Text.crm.who_system ?><?cs /if ?></span><span class="push"><?cs var:h.at ?></span></header><?cs if:h.body ?><div class="msg-body"><p class="text"><?cs var:h.body ?></p></div><?cs /if ?></li><?cs /each ?>
</ul><?cs else ?><p class="hint"><?cs var:Text.crm.history_none ?></p><?cs /if ?>
</section><?cs /def ?><?cs #
?><?cs def:crm_mails() ?><section aria-labelledby="mails-title">
<h2 id="mails-title"><?cs var:Text.crm.mails ?></h2><?cs if:subcount(Mails) ?>
<table class="list mini"><thead><tr><th scope="col"><?cs var:Text.field.compose.subject ?></th><th scope="col"><?cs var:Text.field.state ?></th><th scope="col"><?cs var:Text.field.created ?></th></tr></thead><tbody><?cs each:m = Mails ?>
<tr><th scope="row"><?cs if:m.subject ?><?cs var:m.subject ?><?cs else ?><?cs var:Text.crm.mail_private ?><?cs /if ?><span class="sub"><?cs var:m.who ?></span></th><td><?cs call:outbox_state(m.state) ?><?cs if:m.bounce ?><span class="sub"><?cs var:m.bounce ?></span><?cs /if ?></td><td class="num"><?cs var:m.at ?></td></tr><?cs /each ?>
</tbody></table><?cs else ?><p class="hint"><?cs var:Text.crm.mails_none ?></p><?cs /if ?>
</section><?cs /def ?><?cs #
?><?cs def:crm_files() ?><section aria-labelledby="files-title">
<h2 id="files-title"><?cs var:Text.crm.files ?></h2><?cs if:subcount(Files) ?>
<ul class="files"><?cs each:f = Files ?>
<li><a href="/crm/file/<?cs var:f.id ?>"><?cs var:f.name ?></a><span class="sub"><?cs if:f.size < #1024 ?><?cs var:f.size ?> B<?cs elif:f.size < #1048576 ?><?cs var:f.size / #1024 ?> KB<?cs else ?><?cs var:f.size / #1048576 ?> MB<?cs /if ?>、<?cs var:f.at ?> <?cs var:f.who ?></span><?cs if:Me.write ?><form method="post" action="/crm/file/<?cs var:f.id ?>/remove"><?cs call:form_token() ?><button class="btn small quiet danger"><?cs var:Text.crm.file_remove ?><span class="vh"> <?cs var:f.name ?></span></button></form><?cs /if ?></li><?cs /each ?>
</ul><?cs else ?><p class="hint"><?cs var:Text.crm.file_none ?></p><?cs /if ?><?cs if:Me.write ?>
<form method="post" action="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/file" enctype="multipart/form-data" novalidate><?cs call:form_token() ?><div class="field<?cs if:Form.file.err ?> has-err<?cs /if ?>"><label for="file"><?cs var:Text.crm.file_add ?></label><p class="hint" id="file-hint"><?cs var:Text.hint.file ?></p><?cs if:Form.file.err ?><p class="err" id="file-err"><?cs var:Form.file.err ?></p><?cs /if ?><input class="w-full" id="file" name="file" type="file" multiple required aria-describedby="file-hint"></div><p class="actions"><button class="btn small"><?cs var:Text.crm.file_add ?></button></p></form><?cs /if ?>
</section><?cs /def ?><?cs #
?><?cs def:crm_foot() ?><p class="sub"><?cs var:Text.crm.created_by ?> <?cs var:Record.created ?>、<?cs var:Text.crm.updated_at ?> <?cs var:Record.updated ?></p><?cs /def ?><?cs #
?><?cs def:money(from, to) ?><?cs if:to ?><?cs var:from ?>〜<?cs var:to ?><?cs var:Text.crm.yen ?><?cs elif:from ?><?cs var:from ?><?cs var:Text.crm.yen ?>〜<?cs /if ?><?cs /def ?>
