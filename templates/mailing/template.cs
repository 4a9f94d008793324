<?cs set:Crumbs.0.label = Text.nav.template ?>
<?cs set:Crumbs.0.url = "/mailing/templates" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<form method="post" action="<?cs var:path(Page.path) ?>" novalidate>
  <?cs call:form_token() ?>
  <?cs call:hidden(Form.version) ?>
  <section class="part" aria-labelledby="p-what">
    <h2 id="p-what"><?cs var:Text.nav.template ?></h2>
    <div>
      <?cs call:field_w(Form.name, "w-l") ?>
      <?cs call:radios(Form.kind) ?>
      <?cs with:d = Field[Form.phase] ?>
        <?cs call:field_head(Form.phase, d) ?>
        <?cs call:field_select(Form.phase, d, "w-l", Text.mailing.phase.none) ?>
        </div>
      <?cs /with ?>
      <?cs if:Record.mine == "0" ?>
        <div class="field">
          <p class="hint"><?cs call:say(Text.mailing.template.of, Record.who) ?></p>
        </div>
      <?cs else ?>
        <?cs call:radios(Form.shared) ?>
      <?cs /if ?>
    </div>
  </section>
  <section class="part" aria-labelledby="p-text">
    <h2 id="p-text">
      <?cs var:Text.mailing.compose.part_text ?>
      <small><?cs var:Text.mailing.compose.part_text_note ?></small>
    </h2>
    <div>
      <?cs call:field_w(Form.subject, "w-full") ?>
      <?cs call:area(Form.body, "15") ?>
      <details class="more"<?cs if:Form.body.err || Form.subject.err ?> open<?cs /if ?>>
        <summary><?cs var:Text.mailing.template.tags ?></summary>
        <dl class="facts">
          <?cs each:k = Kinds ?>
            <div>
              <dt><?cs var:Options.template.kind[k.kind] ?></dt>
              <dd><?cs each:t = k.tags ?><span class="tag">{{ <?cs var:t.name ?> }}</span> <?cs /each ?></dd>
            </div>
          <?cs /each ?>
        </dl>
      </details>
    </div>
  </section>
  <div class="actions">
    <button class="btn primary"><?cs var:Text.button.save ?></button>
    <a class="push" href="/mailing/templates"><?cs var:Text.mailing.template.back ?></a>
  </div>
</form>
<?cs if:Record.id ?>
  <section class="part" aria-labelledby="p-delete">
    <h2 id="p-delete"><?cs var:Text.mailing.template.delete_title ?></h2>
    <form method="post" action="/mailing/template/<?cs var:Record.id ?>/delete">
      <?cs call:form_token() ?>
      <p class="hint"><?cs var:Text.mailing.template.delete_note ?></p>
      <p><button class="btn danger"><?cs var:Text.mailing.template.delete ?></button></p>
    </form>
  </section>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
