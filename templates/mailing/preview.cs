<?cs set:Crumbs.0.label = Text.nav.run ?>
<?cs set:Crumbs.0.url = "/mailing/runs" ?>
<?cs set:Crumbs.1.label = Text.title.mailing.compose ?>
<?cs set:Crumbs.1.url = "/mailing/run/" + Bulk.id + "/compose" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"mailing/macros.cs" ?>
<?cs include!"mailing/files.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs if:Preview.id ?>
  <p><?cs var:Text.mailing.preview.lead ?></p>
  <?cs call:mail_text(Preview) ?>
  <?cs if:subcount(RunFiles) ?>
    <h2><?cs var:Text.mailing.files.label ?></h2>
    <?cs call:files_list() ?>
    <p><?cs call:files_facts() ?></p>
  <?cs /if ?>
<?cs elif:Preview.later ?>
  <div class="empty">
    <h2><?cs var:Text.mailing.preview.end ?></h2>
  </div>
<?cs else ?>
  <div class="empty">
    <h2><?cs var:Text.mailing.preview.nobody ?></h2>
  </div>
<?cs /if ?>
<p class="actions">
  <?cs if:Preview.id ?>
    <a class="btn" href="/mailing/run/<?cs var:Bulk.id ?>/preview?after=<?cs var:Preview.id ?>">
      <?cs var:Text.mailing.preview.next ?>
    </a>
  <?cs /if ?>
  <?cs if:Preview.later ?>
    <a class="btn" href="/mailing/run/<?cs var:Bulk.id ?>/preview"><?cs var:Text.mailing.preview.first ?></a>
  <?cs /if ?>
  <a class="btn quiet" href="/mailing/run/<?cs var:Bulk.id ?>/compose"><?cs var:Text.mailing.back_to_compose ?></a>
</p>
<?cs include!"layout/foot.cs" ?>
