<?cs set:Crumbs.0.label = Text.nav.run ?>
<?cs set:Crumbs.0.url = "/mailing/runs" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"mailing/macros.cs" ?>
<?cs include!"mailing/files.cs" ?>
<?cs include!"mailing/fields.cs" ?>

<?cs # Compose (S3-18, S3-19, S3-21, S3-34). The first button is what the Enter key presses: it must be the harmless one. ?>
<?cs def:recipient(r) ?>
  <label class="choice">
    <input type="checkbox"<?cs if:first(r) ?> id="fields"<?cs /if ?> name="fields"
        value="<?cs var:r.field ?>"<?cs if:string.find(Form.fields.set, "," + r.field + ",") >= #0 ?>
        checked<?cs /if ?>>
    <?cs var:Options.compose.fields[r.field] ?>
    <span class="num"><?cs call:say(Text.mailing.records, r.count) ?></span>
  </label>
<?cs /def ?>

<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:steps("input") ?>
<?cs call:form_errors() ?>
<form method="post" action="/mailing/run/<?cs var:Bulk.id ?>/compose" id="compose" enctype="multipart/form-data"
    novalidate>
  <?cs call:form_token() ?>
  <button class="vh" name="op" value="confirm" tabindex="-1" aria-hidden="true"></button>
  <section class="part" aria-labelledby="p-scope">
    <?cs call:part("p-scope", Text.mailing.compose.part_scope, "") ?>
    <dl class="facts">
      <?cs if:Origin.id ?>
        <div>
          <dt><?cs var:Text.match.list ?></dt>
          <dd><?cs call:origin() ?></dd>
        </div>
      <?cs /if ?>
      <div>
        <dt><?cs var:Text.field.scope.scope ?></dt>
        <dd>
          <?cs call:scope_words(Bulk) ?> <?cs call:records_words() ?> <button class="btn small" name="op" value="scope">
              <?cs var:Options.compose.op.scope ?></button>
        </dd>
      </div>
    </dl>
  </section>
  <section class="part" aria-labelledby="p-to">
    <?cs call:part("p-to", Text.mailing.compose.part_to, Text.mailing.compose.part_to_note) ?>
    <div>
      <?cs with:d = Field[Form.fields] ?>
        <fieldset
            class="field<?cs if:Form.fields.err ?> has-err<?cs /if ?>"<?cs call:field_described(Form.fields, d) ?>>
          <legend><?cs var:d.label ?><span class="must"><?cs var:Text.form.must ?></span></legend>
          <?cs call:field_notes(Form.fields, d) ?>
          <?cs each:r = Recipients ?><?cs call:recipient(r) ?><?cs /each ?>
        </fieldset>
      <?cs /with ?>
      <p class="total">
        <strong><?cs var:Text.mailing.compose.planned ?> <?cs call:mails_words() ?></strong>
        <span class="sub">
          <?cs call:left_out() ?>
          <?cs if:Kind.each ?>
            <?cs var:Text.mailing.compose.each ?>
          <?cs else ?>
            <?cs var:Text.mailing.compose.once ?>
          <?cs /if ?>
        </span>
      </p>
    </div>
  </section>
  <section class="part" aria-labelledby="p-from">
    <?cs call:part("p-from", Text.mailing.compose.part_from, "") ?>
    <div>
      <?cs call:line_must(Form.from_name, "w-l") ?>
      <?cs with:d = Field[Form.from_addr] ?>
        <?cs call:head_must(Form.from_addr, d) ?>
        <select class="w-l" id="from_addr" name="from_addr"<?cs call:field_aria(Form.from_addr, d) ?>>
          <?cs call:field_choices(Form.from_addr.options, Form.from_addr.value) ?>
        </select>
        </div>
      <?cs /with ?>
      <?cs call:choose(Form.reply_to, Text.mailing.compose.reply_same) ?>
      <?cs call:radios(Form.shared) ?>
    </div>
  </section>
  <section class="part" aria-labelledby="p-text">
    <h2 id="p-text">
      <?cs var:Text.mailing.compose.part_text ?>
      <small><?cs var:Text.mailing.compose.part_text_note ?></small>
    </h2>
    <div id="text">
      <?cs with:d = Field[Form.template_id] ?>
        <?cs call:field_head(Form.template_id, d) ?>
        <div class="pair">
          <select class="w-m" id="template_id" name="template_id"<?cs call:field_aria(Form.template_id, d) ?>>
            <option value="">
              <?cs var:Text.mailing.compose.template_none ?>
              <?cs each:t = Templates ?>
                <option value="<?cs var:t.id ?>"<?cs if:t.id == Form.template_id.value ?> selected<?cs /if ?>>
                  <?cs var:t.name ?>
                  <?cs if:t.phase ?> <?cs call:say(Text.mailing.template.with_phase, Options.phase[t.phase]) ?><?cs /if ?>
              <?cs /each ?>
          </select>
          <button class="btn" name="op" value="template"><?cs var:Options.compose.op.template ?></button>
        </div>
        </div>
      <?cs /with ?>
      <?cs call:line_must(Form.subject, "w-full") ?>
      <?cs with:d = Field[Form.body] ?>
        <?cs call:head_must(Form.body, d) ?>
        <textarea class="w-full" id="body" name="body"
            rows="15"<?cs call:field_aria(Form.body, d) ?>>
<?cs var:Form.body.value ?></textarea>
        </div>
      <?cs /with ?>
      <details class="more"<?cs if:Form.body.err || Form.subject.err ?> open<?cs /if ?>>
        <summary><?cs var:Text.mailing.compose.tags ?></summary>
        <p class="hint"><?cs var:Text.mailing.compose.tags_lead ?></p>
        <table class="list mini">
          <caption class="vh"><?cs var:Text.mailing.compose.tags ?></caption>
          <thead>
            <tr>
              <th scope="col"><?cs var:Text.mailing.compose.tag ?></th>
              <th scope="col"><?cs var:Text.mailing.compose.example ?></th>
            </tr>
          </thead>
          <tbody>
            <?cs each:t = Tags ?>
              <tr>
                <td><span class="tag">{{ <?cs var:t.name ?> }}</span></td>
                <td class="any">
                  <?cs if:t.example ?>
                    <?cs var:t.example ?>
                  <?cs elif:t.signature ?>
                    <?cs var:Text.mailing.compose.part_signature ?>
                  <?cs elif:t.digest ?>
                    <?cs var:Text.mailing.digest.part ?>
                  <?cs else ?>
                    <span class="sub"><?cs var:Text.mailing.compose.no_example ?></span>
                  <?cs /if ?>
                </td>
              </tr>
            <?cs /each ?>
          </tbody>
        </table>
      </details>
    </div>
  </section>
  <?cs include!"mailing/digest.cs" ?>
  <section class="part" aria-labelledby="p-signature">
    <?cs call:part("p-signature", Text.mailing.compose.part_signature, "") ?>
    <div><?cs call:choose(Form.signature_id, Text.mailing.compose.signature_none) ?></div>
  </section>
  <?cs call:files_part(Text.mailing.files.part_note, Text.mailing.files.link_note) ?>
  <?cs include!"mailing/schedule.cs" ?>
  <?cs if:Kind.pair ?>
    <section class="part" aria-labelledby="p-phase">
      <?cs call:part("p-phase", Text.mailing.phase.part, Text.mailing.phase.part_note) ?>
      <div><?cs call:choose(Form.phase, Text.mailing.phase.none) ?></div>
    </section>
  <?cs /if ?>
  <div class="actions">
    <button class="btn primary" name="op" value="confirm"><?cs var:Options.compose.op.confirm ?></button>
    <button class="btn" name="op" value="preview"><?cs var:Options.compose.op.preview ?></button>
    <button class="btn" name="op" value="test"><?cs var:Options.compose.op.test ?></button>
  </div>
</form>
<form method="post" action="/mailing/run/<?cs var:Bulk.id ?>/delete">
  <?cs call:form_token() ?>
  <p class="actions"><button class="btn danger small"><?cs var:Text.mailing.compose.discard ?></button></p>
</form>
<?cs include!"layout/foot.cs" ?>
