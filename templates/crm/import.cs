<?cs set:Crumbs.0.label = Text.nav[Noun] ?>
<?cs set:Crumbs.0.url = "/crm/" + Noun ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Text.nav[Noun] ?> <?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p><?cs var:Text.import.lead ?></p>
<p><?cs call:say(Text.import.most, Import.most) ?></p>
<form method="post" action="/crm/<?cs var:url_escape(Noun) ?>/import" enctype="multipart/form-data" novalidate>
  <?cs call:form_token() ?>
  <?cs call:file(Form.file) ?>
  <p class="actions"><button class="btn primary"><?cs var:Text.import.upload ?></button></p>
</form>
<h2><?cs var:Text.import.columns ?></h2>
<p>
  <?cs each:c = Columns ?>
    <?cs var:c.label ?>
    <?cs if:c.must ?><?cs var:Text.import.must ?><?cs /if ?>
    <?cs if:!last(c) ?><?cs var:Text.list.comma ?><?cs /if ?>
  <?cs /each ?>
</p>
<?cs include!"layout/foot.cs" ?>
