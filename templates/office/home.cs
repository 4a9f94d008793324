<?cs include!"layout/head.cs" ?>

<?cs def:figure(label, n, url) ?>
  <div>
    <dt><?cs if:url ?><a href="<?cs var:path(url) ?>"><?cs var:label ?></a><?cs else ?><?cs var:label ?><?cs /if ?></dt>
    <dd><?cs var:n ?></dd>
  </div>
<?cs /def ?>

<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs if:Me.is.support || Me.is.sysadmin ?>
  <section aria-labelledby="part-queues" class="part">
    <h2 id="part-queues"><?cs var:Text.office.queues ?></h2>
    <dl class="facts">
      <?cs call:figure(Text.office.doubt, Figures.doubt, "/office/outbox?state=doubt") ?>
      <?cs call:figure(Text.office.failed, Figures.failed, "/office/outbox?state=failed") ?>
      <?cs call:figure(Text.office.deferred, Figures.deferred, "/office/outbox?state=deferred") ?>
      <?cs call:figure(Text.office.ready, Figures.ready, "/office/outbox?state=ready") ?>
    </dl>
    <p class="hint"><?cs var:Text.office.doubt_note ?></p>
  </section>
<?cs /if ?>
<section aria-labelledby="part-figures" class="part">
  <h2 id="part-figures"><?cs var:Text.office.figures ?></h2>
  <dl class="facts">
    <?cs call:figure(Text.office.orgs, Figures.orgs, "/office/org?state=active") ?>
    <?cs call:figure(Text.office.running, Figures.running, "") ?>
    <?cs call:figure(Text.office.paused, Figures.paused, "") ?>
    <?cs call:figure(Text.office.invited, Figures.invited, "") ?>
    <?cs call:figure(Text.office.locked, Figures.locked, "") ?>
  </dl>
</section>
<?cs include!"layout/foot.cs" ?>
