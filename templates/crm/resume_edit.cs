<?cs if:Record.id ?>
  <?cs set:Crumbs.1.label = Record.name ?>
  <?cs set:Crumbs.1.url = "/crm/resume/" + Record.id ?>
<?cs /if ?>
<?cs set:Crumbs.0.label = Text.title.crm.resume_list ?>
<?cs set:Crumbs.0.url = "/crm/resume" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<form method="post" action="<?cs if:Record.id ?>/crm/resume/<?cs var:Record.id ?><?cs else ?>/crm/resume<?cs /if ?>"
    novalidate>
  <?cs call:form_token() ?><?cs call:form_default() ?>
  <?cs call:hidden(Form.version) ?>
  <section class="part" aria-labelledby="part-0">
    <h2 id="part-0"><?cs var:Text.crm.basic ?></h2>
    <div><?cs call:field(Form.name) ?><?cs call:field(Form.kana) ?><?cs call:field(Form.birth_on) ?></div>
  </section>
  <section class="part" aria-labelledby="part-1">
    <h2 id="part-1"><?cs var:Text.crm.contactinfo ?></h2>
    <div>
      <?cs call:zip(Form.zip, Form.pref, "/crm/zip/") ?>
      <?cs call:field(Form.pref) ?>
      <?cs call:field(Form.address) ?>
      <?cs call:field(Form.phone) ?>
      <?cs call:field(Form.mail) ?>
      <?cs call:field(Form.mail_mobile) ?>
      <?cs call:field(Form.mail_sub) ?>
    </div>
  </section>
  <section class="part" aria-labelledby="part-2">
    <h2 id="part-2"><?cs var:Text.crm.condition ?></h2>
    <div>
      <?cs call:field(Form.occupation) ?>
      <?cs call:field(Form.experience) ?>
      <?cs call:field(Form.salary_from) ?>
      <?cs call:field(Form.salary_to) ?>
      <?cs call:field(Form.skills) ?>
      <?cs call:field(Form.licences) ?>
      <?cs call:field(Form.available_on) ?>
    </div>
  </section>
  <section class="part" aria-labelledby="part-3">
    <h2 id="part-3"><?cs var:Text.crm.text ?></h2>
    <div><?cs call:area(Form.career, "12") ?><?cs call:area(Form.wish, "6") ?></div>
  </section>
  <section class="part" aria-labelledby="part-4">
    <h2 id="part-4"><?cs var:Text.crm.inside ?></h2>
    <div><?cs call:area(Form.note, "4") ?><?cs call:field(Form.owner_id) ?></div>
  </section>
  <div class="actions">
    <button class="btn primary"><?cs var:Text.button.save ?></button>
    <a class="push" href="<?cs if:Record.id ?>/crm/resume/<?cs var:Record.id ?><?cs else ?>/crm/resume<?cs /if ?>">
      <?cs var:Text.button.cancel ?>
    </a>
  </div>
</form>
<?cs include!"layout/foot.cs" ?>
