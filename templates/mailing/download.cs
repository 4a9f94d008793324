<?cs include!"layout/gate.cs" ?>

<?cs # The link of a bulk mail: no session. With a password it asks for that first, and tells nothing of the files. ?>
<h1><?cs var:Page.title ?></h1>
<p><?cs call:say(Text.mailing.download.from, Target.org) ?></p>
<?cs if:subcount(Files) ?>
  <ul class="files">
    <?cs each:f = Files ?>
      <li>
        <a class="any" href="/mailing/d/<?cs var:url_escape(Target.here) ?>/<?cs var:url_escape(f.id) ?>">
          <?cs var:f.name ?>
        </a>
        <span class="sub"><?cs var:f.size ?></span>
      </li>
    <?cs /each ?>
  </ul>
  <p class="hint"><?cs call:say(Text.mailing.download.until, Target.until) ?><?cs var:Text.mailing.download.yours ?></p>
<?cs elif:Target.here ?>
  <div class="note" role="status">
    <div><?cs var:Text.mailing.download.none ?></div>
  </div>
<?cs else ?>
  <?cs call:form_errors() ?>
  <form method="post" action="/mailing/d/<?cs var:url_escape(Target.token) ?>" novalidate>
    <?cs call:form_token() ?>
    <?cs call:password(Form.password, "off") ?>
    <p class="actions"><button class="btn primary"><?cs var:Text.mailing.download.open ?></button></p>
  </form>
  <p class="hint"><?cs call:say(Text.mailing.download.until, Target.until) ?></p>
<?cs /if ?>
<?cs include!"layout/gate_foot.cs" ?>
