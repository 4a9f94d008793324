<?cs include!"layout/gate.cs" ?>
<?cs if:Target.until ?>
  <h1><?cs var:Text.mailing.download.over_title ?></h1>
  <p><?cs call:say(Text.mailing.download.over, Target.until) ?></p>
  <p class="hint"><?cs call:say(Text.mailing.download.over_then, Target.org) ?></p>
<?cs else ?>
  <h1><?cs var:Text.mailing.download.wrong_title ?></h1>
  <p><?cs var:Text.mailing.download.wrong ?></p>
<?cs /if ?>
<?cs include!"layout/gate_foot.cs" ?>
