<?cs #
  Every refusal and failure that has no form to go back to: Error.status, Error.key, Error.message (Text.err.<key>), and the request's id,
  which is also in the log. Titles by status: Text.error.title.
?>
<?cs if:Text.error.title[Error.status] ?>
  <?cs set:Page.title = Text.error.title[Error.status] ?>
<?cs else ?>
  <?cs set:Page.title = Text.error.title.500 ?>
<?cs /if ?>
<?cs set:Gate.wide = "1" ?>
<?cs include!"layout/gate.cs" ?>
<h1><?cs var:Page.title ?></h1>
<p><?cs var:Error.message ?></p>
<ul class="links">
  <?cs if:Error.status == "503" ?>
    <li><a href="<?cs var:path(Page.path) ?>"><?cs var:Text.error.retry ?></a></li>
  <?cs elif:Error.status == "404" || Error.status == "403" ?>
    <li><a href="/"><?cs var:Text.error.home ?></a></li>
  <?cs else ?>
    <li><a href="<?cs var:path(Page.path) ?>"><?cs var:Text.error.reopen ?></a></li>
    <li><a href="/"><?cs var:Text.error.home ?></a></li>
  <?cs /if ?>
</ul>
<p class="sub"><?cs call:say(Text.error.id, Page.id) ?></p>
<?cs include!"layout/gate_foot.cs" ?>
