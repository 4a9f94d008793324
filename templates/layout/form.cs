<?cs #
  Macros for forms. One call a field; f is Form.<field> as form_show() made it. Label, hint, 必須, limits and choices come with it
  (form.h), so a page says only which fields stand where:

    call:form_errors()                 summary on top of the page, nothing without errors; also what was made from
                                       this page before, and that somebody else came first
    call:form_token()                  in every form with method post
    call:form_kept()                   what form_keep() kept, as hidden fields of a page that asks to confirm
    call:field(Form.mail)              whatever suits its kind: line, area, select, check boxes, one check box, file
    call:field_w(Form.title, "w-full") the same as one line of another width: w-xs w-s w-m w-l w-full
    call:own(Form.mail, "email")       one line about the user himself, with the autocomplete token of HTML
    call:password(Form.password, "current-password")   never shows what was typed
    call:radios(Form.share)            ENUM as radio buttons (static choices or form_options())
    call:area(Form.body, "15")         several lines, so many rows
    call:checks(Form.to)               SET or IDS as check boxes
    call:check(Form.agree)             one check box with its label beside it
    call:select(Form.pref)             ENUM, or a number with form_options()
    call:hidden(Form.version)
    call:zip(Form.zip, Form.pref, "/crm/zip/")   postal code with 「住所を入れる」 for the fields pref and address of the same
                                       form; the address is that of ZIP_ROUTE. Such a form begins with call:form_default()
    call:form_default()                what Enter presses: without it, it would be the first button
    call:grid(Form.q)                  small field of a search panel: line, select or check boxes, no 必須
    call:grid_pair(Form.age_from, Form.age_to, Text.field.age, Text.unit.age)   from 〜 to; each has its own label for readers
    call:field_head(f, d), call:field_aria(f, d)   for a field with markup of its own: see how password uses them

  A field whose form was not shown renders without name and label: call form_show() with NULL for an empty form.
?>
<?cs def:form_token() ?><input type="hidden" name="token" value="<?cs var:Form.token ?>"><?cs /def ?>

<?cs def:form_default() ?>
  <?cs if:Form.zip.ask ?><button class="vh" tabindex="-1" aria-hidden="true"></button><?cs /if ?>
<?cs /def ?>

<?cs def:form_kept() ?>
  <?cs each:k = Kept ?><input type="hidden" name="<?cs var:k.name ?>" value="<?cs var:k.value ?>"><?cs /each ?>
<?cs /def ?>

<?cs def:form_changed() ?>
  <?cs if:Changed.url ?>
    <div class="note note-warn" role="alert" id="changed">
      <div>
        <?cs var:Text.form.changed ?> <a href="<?cs var:path(Changed.url) ?>" target="_blank">
            <?cs var:Text.form.changed_open ?></a>
      </div>
    </div>
  <?cs /if ?>
<?cs /def ?>

<?cs def:form_sent() ?>
  <?cs if:Sent.url ?>
    <div class="note note-warn" role="alert" id="sent">
      <div><?cs var:Text.form.sent ?> <a href="<?cs var:path(Sent.url) ?>"><?cs var:Text.form.sent_open ?></a></div>
    </div>
  <?cs /if ?>
<?cs /def ?>

<?cs def:form_errors() ?>
  <?cs call:form_sent() ?>
  <?cs call:form_changed() ?>
  <?cs if:Errors ?>
    <div class="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" id="errors">
      <h2 id="errors-title"><?cs var:Errors ?></h2>
      <ul>
        <?cs each:e = Errors ?>
          <li>
            <?cs if:e.field ?><a href="#<?cs var:e.field ?>"><?cs /if ?>
            <?cs if:e.label ?><?cs var:e.label ?><?cs var:Text.form.colon ?><?cs /if ?>
            <?cs var:e.text ?>
            <?cs if:e.field ?></a><?cs /if ?>
          </li>
        <?cs /each ?>
      </ul>
    </div>
  <?cs /if ?>
<?cs /def ?>

<?cs # ---- parts of a field ?>
<?cs def:field_must(d) ?><?cs if:d.must ?><span class="must"><?cs var:Text.form.must ?></span><?cs /if ?><?cs /def ?>

<?cs def:field_notes(f, d) ?>
  <?cs if:d.hint ?>
    <p class="hint" id="<?cs var:d.name ?>-hint"><?cs var:d.hint ?></p>
  <?cs /if ?>
  <?cs if:f.err ?>
    <p class="err" id="<?cs var:d.name ?>-err"><span class="vh"><?cs var:Text.form.error ?></span><?cs var:f.err ?></p>
  <?cs /if ?>
<?cs /def ?>

<?cs def:field_head(f, d) ?>
  <div class="field<?cs if:f.err ?> has-err<?cs /if ?>">
  <label for="<?cs var:d.name ?>"><?cs var:d.label ?><?cs call:field_must(d) ?></label>
  <?cs call:field_notes(f, d) ?>
<?cs /def ?>

<?cs def:field_described(f, d) ?>
  <?cs if:f.err ?>
      aria-describedby="<?cs var:d.name ?>-err<?cs if:d.hint ?> <?cs var:d.name ?>-hint<?cs /if ?>"<?cs elif:d.hint ?>
      aria-describedby="<?cs var:d.name ?>-hint"<?cs /if ?>
<?cs /def ?>

<?cs def:field_aria(f, d) ?>
  <?cs if:d.must ?> required<?cs /if ?>
  <?cs if:f.err ?> aria-invalid="true"<?cs if:d.name == Errors.0.field ?> autofocus<?cs /if ?><?cs /if ?>
  <?cs call:field_described(f, d) ?>
<?cs /def ?>

<?cs def:field_entry(d) ?>
  <?cs if:d.max ?> maxlength="<?cs var:d.max ?>"<?cs /if ?>
  <?cs if:d.mode ?> inputmode="<?cs var:d.mode ?>"<?cs /if ?>
  <?cs if:d.kind == "mail" || d.kind == "url" ?> autocapitalize="none" spellcheck="false"<?cs /if ?>
  <?cs if:d.kind == "date" && !d.hint ?> placeholder="<?cs var:Text.form.date_example ?>"<?cs /if ?>
<?cs /def ?>

<?cs def:field_line(f, d, width, auto) ?>
  <input<?cs if:width ?> class="<?cs var:width ?>"<?cs /if ?> id="<?cs var:d.name ?>" name="<?cs var:d.name ?>"
      type="text"<?cs if:auto ?> autocomplete="<?cs var:auto ?>"<?cs /if ?><?cs call:field_entry(d) ?>
      <?cs call:field_aria(f, d) ?> value="<?cs var:f.value ?>">
<?cs /def ?>

<?cs def:field_choices(list, chosen) ?>
  <?cs each:o = list ?>
    <option value="<?cs var:o ?>"<?cs if:o == chosen ?> selected<?cs /if ?>><?cs var:o.label ?>
  <?cs /each ?>
<?cs /def ?>

<?cs def:field_select(f, d, width, none) ?>
  <select<?cs if:width ?> class="<?cs var:width ?>"<?cs /if ?> id="<?cs var:d.name ?>"
      name="<?cs var:d.name ?>"<?cs call:field_aria(f, d) ?>>
    <option value="">
      <?cs var:none ?>
      <?cs if:f.value ?><?cs call:field_choices(d.options, f.value) ?><?cs else ?><?cs uvar:d.choices ?><?cs /if ?>
      <?cs call:field_choices(f.options, f.value) ?>
  </select>
<?cs /def ?>

<?cs def:field_boxes(f, d, list) ?>
  <?cs each:o = list ?>
    <label class="choice">
      <input type="checkbox"<?cs if:first(o) ?> id="<?cs var:d.name ?>"<?cs /if ?> name="<?cs var:d.name ?>"
          value="<?cs var:o ?>"<?cs if:string.find(f.set, "," + o + ",") >= #0 ?> checked<?cs /if ?>>
      <?cs var:o.label ?>
    </label>
  <?cs /each ?>
<?cs /def ?>

<?cs def:field_radios(f, d, list) ?>
  <?cs each:o = list ?>
    <label class="choice">
      <input type="radio"<?cs if:first(o) ?> id="<?cs var:d.name ?>"<?cs /if ?> name="<?cs var:d.name ?>"
          value="<?cs var:o ?>"<?cs if:d.must ?> required<?cs /if ?><?cs if:o == f.value ?> checked<?cs /if ?>>
      <?cs var:o.label ?>
    </label>
  <?cs /each ?>
<?cs /def ?>

<?cs def:field_group(f, d) ?>
  <fieldset class="field<?cs if:f.err ?> has-err<?cs /if ?>"<?cs call:field_described(f, d) ?>>
  <legend><?cs var:d.label ?><?cs call:field_must(d) ?></legend>
  <?cs call:field_notes(f, d) ?>
<?cs /def ?>

<?cs # ---- whole fields ?>
<?cs def:own(f, auto) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <?cs call:field_line(f, d, d.width, auto) ?>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:field_w(f, width) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <?cs call:field_line(f, d, width, "") ?>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:zip_ask(ask) ?>
  <button class="btn small" name="fill" value="zip" data-zip="<?cs var:ask ?>"><?cs var:Text.zip.fill ?></button>
<?cs /def ?>

<?cs def:zip_place(o, prefs) ?>
  <button class="btn small" name="fill" value="<?cs var:o.n ?>">
    <?cs each:q = prefs ?><?cs if:q == o.pref ?><?cs var:q.label ?><?cs /if ?><?cs /each ?> <?cs var:o.text ?>
  </button>
<?cs /def ?>

<?cs def:zip_note(f, pref) ?>
  <input type="hidden" name="filled" value="<?cs var:f.filled ?>">
  <div id="zip-note" role="status" data-unknown="<?cs var:Text.zip.unknown ?>" data-several="<?cs var:Text.zip.several ?>">
    <?cs if:f.note ?>
      <p class="hint"><?cs var:f.note ?></p>
    <?cs /if ?>
    <?cs if:subcount(f.places) ?>
      <?cs with:p = Field[pref] ?>
        <div class="pair"><?cs each:o = f.places ?><?cs call:zip_place(o, p.options) ?><?cs /each ?></div>
      <?cs /with ?>
    <?cs /if ?>
  </div>
<?cs /def ?>

<?cs def:zip(f, pref, ask) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <div class="pair">
      <?cs call:field_line(f, d, d.width, "") ?>
      <?cs if:f.ask ?><?cs call:zip_ask(ask) ?><?cs /if ?>
    </div>
    <?cs if:f.ask ?><?cs call:zip_note(f, pref) ?><?cs /if ?>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:password(f, auto) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <input class="w-full" id="<?cs var:d.name ?>" name="<?cs var:d.name ?>" type="password"
        autocomplete="<?cs var:auto ?>" maxlength="<?cs var:d.max ?>"<?cs call:field_aria(f, d) ?>>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:area(f, rows) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <textarea class="w-full" id="<?cs var:d.name ?>" name="<?cs var:d.name ?>"
        rows="<?cs var:rows ?>"<?cs call:field_aria(f, d) ?>>
<?cs var:f.value ?></textarea>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:select(f) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <?cs if:d.must ?>
      <?cs call:field_select(f, d, "w-m", Text.form.choose) ?>
    <?cs else ?>
      <?cs call:field_select(f, d, "w-m", Text.form.none) ?>
    <?cs /if ?>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:radios(f) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_group(f, d) ?>
    <?cs call:field_radios(f, d, d.options) ?>
    <?cs call:field_radios(f, d, f.options) ?>
    </fieldset>
  <?cs /with ?>
<?cs /def ?>

<?cs def:checks(f) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_group(f, d) ?>
    <?cs call:field_boxes(f, d, d.options) ?>
    <?cs call:field_boxes(f, d, f.options) ?>
    </fieldset>
  <?cs /with ?>
<?cs /def ?>

<?cs def:check(f) ?>
  <?cs with:d = Field[f] ?>
    <div class="field<?cs if:f.err ?> has-err<?cs /if ?>">
      <?cs call:field_notes(f, d) ?>
      <label class="choice">
        <input type="checkbox" id="<?cs var:d.name ?>" name="<?cs var:d.name ?>" value="1"<?cs call:field_aria(f, d) ?>
            <?cs if:f.value ?> checked<?cs /if ?>>
        <?cs var:d.label ?>
      </label>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:file(f) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <input class="w-full" id="<?cs var:d.name ?>" name="<?cs var:d.name ?>" type="file"<?cs if:d.many ?>
        multiple<?cs /if ?><?cs call:field_aria(f, d) ?>>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:hidden(f) ?>
  <?cs with:d = Field[f] ?><input type="hidden" name="<?cs var:d.name ?>" value="<?cs var:f.value ?>"><?cs /with ?>
<?cs /def ?>

<?cs def:field(f) ?>
  <?cs with:d = Field[f] ?>
    <?cs if:d.kind == "enum" || subcount(f.options) && d.kind == "int" ?>
      <?cs call:select(f) ?>
    <?cs elif:d.kind == "area" ?>
      <?cs call:area(f, "6") ?>
    <?cs elif:d.kind == "bool" ?>
      <?cs call:check(f) ?>
    <?cs elif:d.kind == "set" || d.kind == "ids" ?>
      <?cs call:checks(f) ?>
    <?cs elif:d.kind == "file" ?>
      <?cs call:file(f) ?>
    <?cs else ?>
      <?cs call:field_w(f, d.width) ?>
    <?cs /if ?>
  <?cs /with ?>
<?cs /def ?>

<?cs # ---- search panel ?>
<?cs def:grid(f) ?>
  <?cs with:d = Field[f] ?>
    <?cs if:d.kind == "set" || d.kind == "ids" ?>
      <?cs call:checks(f) ?>
    <?cs elif:d.kind == "bool" ?>
      <?cs call:check(f) ?>
    <?cs else ?>
      <?cs call:field_head(f, d) ?>
      <?cs if:d.kind == "enum" || subcount(f.options) ?>
        <?cs call:field_select(f, d, "", Text.form.any) ?>
      <?cs else ?>
        <?cs call:field_line(f, d, "", "") ?>
      <?cs /if ?>
      </div>
    <?cs /if ?>
  <?cs /with ?>
<?cs /def ?>

<?cs def:grid_end(f) ?>
  <?cs with:d = Field[f] ?>
    <input id="<?cs var:d.name ?>" name="<?cs var:d.name ?>" type="text"<?cs call:field_entry(d) ?>
        <?cs call:field_aria(f, d) ?> aria-label="<?cs var:d.label ?>" value="<?cs var:f.value ?>">
  <?cs /with ?>
<?cs /def ?>

<?cs def:grid_pair(from, to, legend, unit) ?>
  <fieldset class="field<?cs if:from.err || to.err ?> has-err<?cs /if ?>">
    <legend><?cs var:legend ?></legend>
    <?cs with:d = Field[from] ?><?cs call:field_notes(from, d) ?><?cs /with ?>
    <?cs with:d = Field[to] ?><?cs call:field_notes(to, d) ?><?cs /with ?>
    <div class="pair">
      <?cs call:grid_end(from) ?>
      <span><?cs var:Text.form.until ?></span>
      <?cs call:grid_end(to) ?>
      <?cs if:unit ?><span><?cs var:unit ?></span><?cs /if ?>
    </div>
  </fieldset>
<?cs /def ?>
