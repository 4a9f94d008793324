<?cs if:Record.id ?>
  <?cs set:Crumbs.1.label = Record.name ?>
  <?cs set:Crumbs.1.url = "/crm/company/" + Record.id ?>
<?cs /if ?>
<?cs set:Crumbs.0.label = Text.title.crm.company_list ?>
<?cs set:Crumbs.0.url = "/crm/company" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<form method="post" action="<?cs if:Record.id ?>/crm/company/<?cs var:Record.id ?><?cs else ?>/crm/company<?cs /if ?>"
    novalidate>
  <?cs call:form_token() ?><?cs call:form_default() ?>
  <?cs call:hidden(Form.version) ?>
  <section class="part" aria-labelledby="part-0">
    <h2 id="part-0"><?cs var:Text.crm.basic ?></h2>
    <div><?cs call:field(Form.name) ?><?cs call:field(Form.kana) ?><?cs call:field(Form.industry) ?></div>
  </section>
  <section class="part" aria-labelledby="part-1">
    <h2 id="part-1"><?cs var:Text.crm.place ?></h2>
    <div>
      <?cs call:zip(Form.zip, Form.pref, "/crm/zip/") ?>
      <?cs call:field(Form.pref) ?>
      <?cs call:field(Form.address) ?>
      <?cs call:field(Form.phone) ?>
      <?cs call:field(Form.url) ?>
    </div>
  </section>
  <section class="part" aria-labelledby="part-2">
    <h2 id="part-2"><?cs var:Text.crm.inside ?></h2>
    <div><?cs call:area(Form.note, "4") ?><?cs call:field(Form.owner_id) ?></div>
  </section>
  <div class="actions">
    <button class="btn primary"><?cs var:Text.button.save ?></button>
    <a class="push" href="<?cs if:Record.id ?>/crm/company/<?cs var:Record.id ?><?cs else ?>/crm/company<?cs /if ?>">
      <?cs var:Text.button.cancel ?>
    </a>
  </div>
</form>
<?cs include!"layout/foot.cs" ?>
