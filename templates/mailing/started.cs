<?cs set:Crumbs.0.label = Text.nav.run ?>
<?cs set:Crumbs.0.url = "/mailing/runs" ?>
<?cs include!"layout/head.cs" ?>

<?cs # Sending has begun (S3-24); OK leads to the run. ?>
<div class="head">
  <h1>
    <?cs if:Bulk.state == "scheduled" ?>
      <?cs var:Text.mailing.schedule.title ?>
    <?cs else ?>
      <?cs var:Text.mailing.started.title ?>
    <?cs /if ?>
  </h1>
</div>
<?cs call:steps("done") ?>
<div class="note note-ok" role="status">
  <div>
    <?cs if:Bulk.state == "scheduled" ?>
      <p><?cs call:say(Text.mailing.schedule.begins, Bulk.starts) ?></p>
      <p><?cs var:Text.mailing.schedule.undo ?></p>
    <?cs else ?>
      <p><?cs call:say(Text.mailing.started.lead, Bulk.subject) ?></p>
      <p><?cs var:Text.mailing.started.icon ?></p>
    <?cs /if ?>
  </div>
</div>
<p class="actions"><a class="btn primary" href="/mailing/run/<?cs var:Bulk.id ?>"><?cs var:Text.button.ok ?></a></p>
<?cs include!"layout/foot.cs" ?>
