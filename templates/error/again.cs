<?cs #
  A form came after the session had ended. What was typed is kept here: Again.to, Again.fields.N.{name,value}. The user signs in beside this
  page and sends it again; with a session, the same page asks once more before it sends.
?>
<?cs set:Page.title = Text.error.again.title ?>
<?cs set:Gate.wide = "1" ?>
<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Page.title ?></h1>
<?cs if:Me.name ?>
  <p><?cs var:Text.error.again.ready ?></p>
<?cs else ?>
  <p><?cs var:Text.error.again.lead ?></p>
  <p><a class="btn" href="/account/signin" target="_blank"><?cs var:Text.error.again.signin ?></a></p>
<?cs /if ?>
<form method="post" action="<?cs var:path(Again.to) ?>">
  <?cs call:form_token() ?>
  <?cs each:f = Again.fields ?><input type="hidden" name="<?cs var:f.name ?>" value="<?cs var:f.value ?>"><?cs /each ?>
  <p class="actions"><button class="btn primary"><?cs var:Text.error.again.send ?></button></p>
</form>
<?cs if:Again.secret ?>
  <p class="hint"><?cs var:Text.error.again.secret ?></p>
<?cs /if ?>
<p class="hint"><?cs var:Text.error.again.files ?></p>
<?cs include!"layout/gate_foot.cs" ?>
