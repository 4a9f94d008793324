<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Text.mailing.unsubscribe.done_title ?></h1>
<p><?cs call:say(Text.mailing.unsubscribe.done, Target.org) ?></p>
<p class="any"><strong><?cs var:Target.addr ?></strong></p>
<p class="hint"><?cs call:say(Text.mailing.unsubscribe.mistake, Target.org) ?></p>
<p class="actions">
  <a class="btn" href="/mailing/u/<?cs var:url_escape(Target.token) ?>"><?cs var:Text.mailing.unsubscribe.see ?></a>
</p>
<?cs include!"layout/gate_foot.cs" ?>
