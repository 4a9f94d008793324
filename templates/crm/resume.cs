<?cs set:Page.title = Record.name ?><?cs set:Crumbs.0.label = Text.title.crm.resume_list ?><?cs set:Crumbs.0.url = "/crm/resume" ?><?cs include!"layout/head.cs" ?><?cs include!"crm/macro.cs" ?>
<div class="head"><h1><?cs var:Record.name ?></h1><div class="row"><a class="btn" href="/crm/resume/<?cs var:Record.id ?>/match"><?cs var:Text.match.job_search ?></a><?cs if:Me.write ?><a class="btn" href="/mailing/write/resume/<?cs var:Record.id ?>"><?cs var:Text.crm.write ?></a><a class="btn primary" href="/crm/resume/<?cs var:Record.id ?>/edit"><?cs var:Text.crm.edit ?></a><?cs /if ?></div></div>
<?cs call:form_errors() ?><?cs if:subcount(Duplicates) ?>
<section class="note note-warn" aria-labelledby="duplicates"><div>
<p role="heading" aria-level="2" id="duplicates"><strong><?cs var:Text.duplicate.maybe ?></strong></p>
<ul class="files"><?cs each:d = Duplicates ?>
<li><div><a href="/crm/resume/<?cs var:d.id ?>"><?cs var:d.name ?></a> <?cs if:d.birth_on ?><?cs var:d.birth_on ?> <?cs /if ?><span class="sub">ID <?cs var:d.id ?>、<?cs var:d.reasons ?>(<?cs call:say(Text.duplicate.points, d.score) ?>)</span></div><?cs if:Me.write ?><div class="row push"><a class="btn small" href="/crm/resume/<?cs var:Record.id ?>/merge?with=<?cs var:d.id ?>"><?cs var:Text.duplicate.merge ?><span class="vh"> <?cs var:d.name ?> <?cs var:d.id ?></span></a><form method="post" action="/crm/duplicates/<?cs var:d.pair_id ?>/apart?back=<?cs var:url_escape(Record.id) ?>"><?cs call:form_token() ?><button class="btn small quiet"><?cs var:Text.duplicate.apart ?><span class="vh"> <?cs var:d.name ?> <?cs var:d.id ?></span></button></form></div><?cs /if ?></li><?cs /each ?>
</ul></div></section><?cs /if ?>
<div class="cols">
<div>
<dl class="facts">
<?cs call:fact(Text.field.id, Record.id) ?>
<?cs call:fact(Text.field.kana, Record.kana) ?>
<?cs if:Record.phase ?><div><dt><?cs var:Text.field.phase ?></dt><dd><?cs call:phase(Record.phase) ?> <?cs call:mail_flag(Record.mail_flag) ?></dd></div><?cs /if ?>
<?cs if:Record.birth_on ?><div><dt><?cs var:Text.field.birth_on ?></dt><dd><?cs var:Record.birth_on ?> (<?cs var:Record.age ?><?cs var:Text.unit.age ?>)</dd></div><?cs /if ?>
<?cs if:Record.pref || Record.address ?><div><dt><?cs var:Text.field.address ?></dt><dd><?cs if:Record.zip ?>〒<?cs var:Record.zip ?> <?cs /if ?><?cs var:Options.pref[Record.pref] ?> <?cs var:Record.address ?></dd></div><?cs /if ?>
<?cs call:fact(Text.field.phone, Record.phone) ?>
<?cs call:fact(Text.field.mail, Record.mail) ?>
<?cs call:fact(Text.field.mail_mobile, Record.mail_mobile) ?>
<?cs call:fact(Text.field.mail_sub, Record.mail_sub) ?>
<?cs if:Record.occupation ?><div><dt><?cs var:Text.field.resume.occupation ?></dt><dd><?cs var:Options.occupation[Record.occupation] ?></dd></div><?cs /if ?>
<?cs call:fact(Text.field.experience, Record.experience) ?>
<?cs if:Record.salary_from || Record.salary_to ?><div><dt><?cs var:Text.field.salary ?></dt><dd><?cs call:money(Record.salary_from, Record.salary_to) ?></dd></div><?cs /if ?>
<?cs call:fact(Text.field.skills, Record.skills) ?>
<?cs call:fact(Text.field.licences, Record.licences) ?>
<?cs call:fact(Text.field.available_on, Record.available_on) ?>
<?cs call:fact(Text.field.owner, Record.owner) ?>
</dl>

<?cs if:Record.career ?><section><h2><?cs var:Text.field.career ?></h2><p class="text"><?cs var:Record.career ?></p></section><?cs /if ?>
<?cs if:Record.wish ?><section><h2><?cs var:Text.field.wish ?></h2><p class="text"><?cs var:Record.wish ?></p></section><?cs /if ?>
<?cs if:Record.note ?><section><h2><?cs var:Text.field.note ?></h2><p class="text"><?cs var:Record.note ?></p></section><?cs /if ?>
<section aria-labelledby="p-title">
<h2 id="p-title"><?cs var:Text.crm.processes ?></h2><?cs if:subcount(Processes) ?>
<table class="list mini"><thead><tr><th scope="col"><?cs var:Text.field.job.name ?></th><th scope="col"><?cs var:Text.field.phase ?></th><th scope="col" class="num"><?cs var:Text.field.updated ?></th></tr></thead><tbody><?cs each:p = Processes ?>
<tr><th scope="row"><a href="/crm/process/<?cs var:p.id ?>"><?cs var:p.name ?></a><?cs if:p.company ?><span class="sub"><?cs var:p.company ?></span><?cs /if ?></th><td><?cs call:phase(p.phase) ?></td><td class="num"><?cs var:p.updated ?></td></tr><?cs /each ?>
</tbody></table><?cs else ?><p class="hint"><?cs var:Text.crm.process_none ?></p><?cs /if ?><?cs if:Me.write ?>
<p class="actions"><a class="btn small" href="/crm/process/new?resume_id=<?cs var:Record.id ?>"><?cs var:Text.crm.process_add ?></a></p><?cs /if ?>
</section>
<?cs call:crm_foot() ?>
</div>
<aside>
<?cs call:crm_files() ?>
<?cs call:crm_mails() ?>
<?cs call:crm_history() ?><?cs if:subcount(Merges) || Me.write ?>
<section aria-labelledby="merges">
<h2 id="merges"><?cs var:Text.duplicate.merges ?></h2><?cs if:subcount(Merges) ?>
<ul class="thread"><?cs each:m = Merges ?>
<li class="msg"><header><span><?cs if:m.undone ?><?cs var:Text.duplicate.was_undone ?><?cs else ?><?cs var:Text.duplicate.was_merged ?><?cs /if ?></span><span><?cs if:m.undone ?><?cs var:m.undone_by ?><?cs else ?><?cs var:m.who ?><?cs /if ?></span><span class="push"><?cs if:m.undone ?><?cs var:m.undone ?><?cs else ?><?cs var:m.at ?><?cs /if ?></span></header><div class="msg-body"><p>ID <?cs var:m.gone_id ?> <?cs if:m.undone ?><a href="/crm/resume/<?cs var:m.gone_id ?>"><?cs var:m.gone_name ?></a><?cs else ?><?cs var:m.gone_name ?><?cs /if ?></p><?cs if:m.stayed ?><p class="hint"><?cs call:say(Text.duplicate.stayed, m.stayed) ?></p><?cs /if ?><?cs if:m.open && Me.write ?><p class="hint"><?cs call:say(Text.duplicate.until, m.until) ?></p><form method="post" action="/crm/merge/<?cs var:m.id ?>/undo"><?cs call:form_token() ?><p class="actions"><button class="btn small"><?cs var:Text.duplicate.undo ?><span class="vh"> <?cs var:m.gone_name ?></span></button></p></form><?cs /if ?></div></li><?cs /each ?>
</ul><?cs else ?><p class="hint"><?cs var:Text.duplicate.merges_none ?></p><?cs /if ?><?cs if:Me.write ?>
<p class="actions"><a class="btn small" href="/crm/resume/<?cs var:Record.id ?>/merge"><?cs var:Text.duplicate.merge_other ?></a></p><?cs /if ?>
</section><?cs /if ?>
</aside>
</div>
<?cs include!"layout/foot.cs" ?>
