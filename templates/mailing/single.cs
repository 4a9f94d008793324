<?cs set:Crumbs.0.label = Record.name ?>
<?cs set:Crumbs.0.url = "/crm/" + Noun + "/" + Record.id ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"mailing/macros.cs" ?>
<?cs include!"mailing/files.cs" ?>
<?cs include!"mailing/fields.cs" ?>

<?cs # One mail to one record. The first button is what the Enter key presses: it must be the harmless one. ?>
<div class="head">
  <h1><?cs call:say(Text.mailing.single.to, Record.name) ?></h1>
</div>
<?cs call:form_errors() ?>
<?cs if:subcount(To) ?>
  <form method="post" action="/mailing/write/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>"
      enctype="multipart/form-data" novalidate>
    <?cs call:form_token() ?>
    <input type="hidden" name="draft" value="<?cs var:Draft.id ?>">
    <button class="vh" name="op" value="confirm" tabindex="-1" aria-hidden="true"></button>
    <?cs with:d = Field[Form.to] ?>
      <fieldset class="field<?cs if:Form.to.err ?> has-err<?cs /if ?>"<?cs call:field_described(Form.to, d) ?>>
        <legend><?cs var:d.label ?><span class="must"><?cs var:Text.form.must ?></span></legend>
        <?cs call:field_notes(Form.to, d) ?>
        <?cs each:t = To ?>
          <label class="choice">
            <input type="radio"<?cs if:first(t) ?> id="to"<?cs /if ?> name="to"
                value="<?cs var:t.field ?>"<?cs if:t.field == Form.to.value ?> checked<?cs /if ?>>
            <span class="any">
              <?cs var:Options.compose.fields[t.field] ?> <?cs var:t.addr ?>
              <?cs if:t.stopped ?> <?cs call:mail_flag("stopped") ?><?cs /if ?>
            </span>
          </label>
        <?cs /each ?>
      </fieldset>
    <?cs /with ?>
    <?cs call:line_must(Form.from_name, "w-l") ?>
    <?cs with:d = Field[Form.from_addr] ?>
      <?cs call:head_must(Form.from_addr, d) ?>
      <select class="w-l" id="from_addr" name="from_addr"<?cs call:field_aria(Form.from_addr, d) ?>>
        <?cs call:field_choices(Form.from_addr.options, Form.from_addr.value) ?>
      </select>
      </div>
    <?cs /with ?>
    <?cs call:choose(Form.reply_to, Text.mailing.compose.reply_same) ?>
    <?cs with:d = Field[Form.template_id] ?>
      <?cs call:field_head(Form.template_id, d) ?>
      <div class="pair">
        <select class="w-m" id="template_id" name="template_id"<?cs call:field_aria(Form.template_id, d) ?>>
          <option value="">
            <?cs var:Text.mailing.compose.template_none ?>
            <?cs each:t = Templates ?>
              <option value="<?cs var:t.id ?>"<?cs if:t.id == Form.template_id.value ?> selected<?cs /if ?>>
                <?cs var:t.name ?>
            <?cs /each ?>
        </select>
        <button class="btn" name="op" value="template"><?cs var:Options.single.op.template ?></button>
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
      <table class="list mini">
        <caption class="vh"><?cs var:Text.mailing.compose.tags ?></caption>
        <thead>
          <tr>
            <th scope="col"><?cs var:Text.mailing.compose.tag ?></th>
            <th scope="col"><?cs var:Text.mailing.single.value ?></th>
          </tr>
        </thead>
        <tbody>
          <?cs each:t = Tags ?>
            <tr>
              <td><span class="tag">{{ <?cs var:t.name ?> }}</span></td>
              <td class="any"><?cs var:t.example ?></td>
            </tr>
          <?cs /each ?>
        </tbody>
      </table>
    </details>
    <?cs call:choose(Form.signature_id, Text.mailing.compose.signature_none) ?>
    <?cs call:radios(Form.shared) ?>
    <div class="field"><?cs call:files_part(Text.mailing.files.single_note, Text.mailing.files.single_link) ?></div>
    <p class="actions">
      <button class="btn primary" name="op" value="confirm"><?cs var:Options.single.op.confirm ?></button>
      <a class="btn quiet" href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>">
        <?cs var:Text.mailing.single.cancel ?>
      </a>
    </p>
  </form>
<?cs else ?>
  <div class="empty">
    <h2><?cs var:Text.mailing.single.no_address ?></h2>
    <p><?cs var:Text.mailing.single.no_address_then ?></p>
    <p class="actions">
      <a class="btn" href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/edit"><?cs var:Text.crm.edit ?></a>
    </p>
  </div>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
