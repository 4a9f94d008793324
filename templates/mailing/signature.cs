<?cs set:Crumbs.0.label = Text.nav.signature ?>
<?cs set:Crumbs.0.url = "/mailing/signatures" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<form method="post" action="<?cs var:path(Page.path) ?>" novalidate>
  <?cs call:form_token() ?>
  <?cs call:hidden(Form.version) ?>
  <section class="part" aria-labelledby="p-what">
    <h2 id="p-what"><?cs var:Text.nav.signature ?></h2>
    <div>
      <?cs call:field_w(Form.name, "w-l") ?>
      <?cs call:area(Form.body, "8") ?>
      <?cs if:Record.mine == "0" ?>
        <div class="field">
          <p class="hint"><?cs call:say(Text.mailing.signature.of, Record.who) ?></p>
        </div>
      <?cs else ?>
        <?cs call:radios(Form.shared) ?>
      <?cs /if ?>
      <?cs call:check(Form.is_default) ?>
    </div>
  </section>
  <div class="actions">
    <button class="btn primary"><?cs var:Text.button.save ?></button>
    <a class="push" href="/mailing/signatures"><?cs var:Text.mailing.signature.back ?></a>
  </div>
</form>
<?cs if:Record.id ?>
  <section class="part" aria-labelledby="p-delete">
    <h2 id="p-delete"><?cs var:Text.mailing.signature.delete_title ?></h2>
    <form method="post" action="/mailing/signature/<?cs var:Record.id ?>/delete">
      <?cs call:form_token() ?>
      <p class="hint"><?cs var:Text.mailing.signature.delete_note ?></p>
      <p><button class="btn danger"><?cs var:Text.mailing.signature.delete ?></button></p>
    </form>
  </section>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
