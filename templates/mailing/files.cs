<?cs #
  Files of a mail (S3-20). Include it after layout/head.cs and mailing/macros.cs.

    call:files_part(note, link_note)   the part of the page where a mail is written
    call:files_list()      the files of pages that only tell, from RunFiles
    call:files_run()       the part of the page of a run
    call:files_facts()     how they travel, in words: Files.way, password, guarded, days
?>
<?cs def:files_choice(f) ?>
  <label class="choice">
    <input type="checkbox"<?cs if:first(f) ?> id="files"<?cs /if ?> name="files" value="<?cs var:f.id ?>"<?cs if:f.on ?>
        checked<?cs /if ?>>
    <span class="any"><?cs var:f.name ?></span>
    <span class="num"><?cs var:f.size ?></span>
  </label>
<?cs /def ?>

<?cs def:files_upload(f) ?>
  <li>
    <span class="any"><?cs var:f.name ?></span>
    <span class="sub"><?cs var:f.size ?></span>
    <button class="btn small quiet" name="drop" value="<?cs var:f.id ?>">
      <?cs var:Text.mailing.files.drop ?>
      <span class="vh"> <?cs var:f.name ?></span>
    </button>
  </li>
<?cs /def ?>

<?cs def:files_limits() ?>
  <?cs call:say(Text.mailing.files.each, Files.each) ?>
  <?cs call:say(Text.mailing.files.sum, Files.sum) ?>
<?cs /def ?>

<?cs def:files_part(note, link_note) ?>
  <section class="part" aria-labelledby="p-files" id="files-part">
    <?cs call:part("p-files", Text.mailing.files.part, note) ?>
    <div>
      <?cs if:Files.of ?>
        <?cs with:d = Field[Form.files] ?>
          <fieldset
              class="field<?cs if:Form.files.err ?> has-err<?cs /if ?>"<?cs call:field_described(Form.files, d) ?>>
            <legend><?cs var:Text.mailing.files.of[Files.of] ?></legend>
            <?cs call:field_notes(Form.files, d) ?>
            <?cs each:f = Choices ?><?cs call:files_choice(f) ?><?cs /each ?>
            <?cs if:!subcount(Choices) ?>
              <p class="hint" id="files"><?cs var:Text.mailing.files.none_of[Files.of] ?></p>
            <?cs /if ?>
          </fieldset>
        <?cs /with ?>
      <?cs elif:Form.files.err ?>
        <p class="err" id="files"><?cs var:Form.files.err ?></p>
      <?cs /if ?>
      <?cs if:subcount(Removed) ?>
        <div class="note note-warn" role="status">
          <div>
            <p><?cs var:Text.mailing.files.removed_draft ?></p>
            <ul>
              <?cs each:f = Removed ?>
                <li class="any"><?cs var:f.name ?></li>
              <?cs /each ?>
            </ul>
          </div>
        </div>
      <?cs /if ?>
      <?cs if:subcount(Uploads) ?>
        <h3><?cs var:Text.mailing.files.uploads ?></h3>
        <ul class="files"><?cs each:f = Uploads ?><?cs call:files_upload(f) ?><?cs /each ?></ul>
      <?cs /if ?>
      <?cs with:d = Field[Form.file] ?>
        <div class="field<?cs if:Form.file.err ?> has-err<?cs /if ?>">
          <label for="file"><?cs var:d.label ?></label>
          <p class="hint" id="file-hint"><?cs call:files_limits() ?><?cs var:d.hint ?></p>
          <?cs if:Form.file.err ?>
            <p class="err" id="file-err">
              <span class="vh"><?cs var:Text.form.error ?></span>
              <?cs var:Form.file.err ?>
            </p>
          <?cs /if ?>
          <div class="pair">
            <input class="w-l" id="file" name="file" type="file" multiple<?cs if:Form.file.err ?>
                aria-invalid="true"<?cs /if ?> aria-describedby="<?cs if:Form.file.err ?>file-err <?cs /if ?>file-hint">
            <button class="btn" name="op" value="files"><?cs var:Options.compose.op.files ?></button>
          </div>
        </div>
      <?cs /with ?>
      <?cs call:radios(Form.way) ?>
      <?cs if:Files.wiped ?><?cs call:note("note-warn", Text.mailing.files.wiped) ?><?cs /if ?>
      <p class="hint"><?cs call:say(link_note, Files.days) ?></p>
      <?cs with:d = Field[Form.password] ?>
        <?cs call:field_head(Form.password, d) ?>
        <div class="pair">
          <input class="w-m" id="password" name="password" type="text" autocomplete="off" autocapitalize="none"
              spellcheck="false" maxlength="64"<?cs call:field_aria(Form.password, d) ?>>
          <button class="btn" name="op" value="password"><?cs var:Options.compose.op.password ?></button>
        </div>
        <?cs if:Files.locked ?>
          <p class="hint"><?cs var:Text.mailing.files.locked ?></p>
          <p>
            <button class="btn small" name="op" value="nopassword"><?cs var:Options.compose.op.nopassword ?></button>
          </p>
        <?cs /if ?>
        </div>
      <?cs /with ?>
    </div>
  </section>
<?cs /def ?>

<?cs def:files_list() ?>
  <ul class="files">
    <?cs each:f = RunFiles ?>
      <li><span class="any"><?cs var:f.name ?></span><span class="sub"><?cs var:f.size ?></span></li>
    <?cs /each ?>
  </ul>
<?cs /def ?>

<?cs def:files_facts() ?>
  <strong><?cs var:Options.files.way[Files.way] ?></strong>
  <?cs if:Files.way == "link" && !Files.until ?>
    <span class="sub"><?cs call:say(Text.mailing.files.days, Files.days) ?></span>
  <?cs /if ?>
  <?cs if:Files.password ?>
    <span class="sub">
      <?cs var:Text.mailing.files.password ?> <code>
          <?cs var:Files.password ?></code> <?cs var:Text.mailing.files.password_note ?>
    </span>
  <?cs elif:Files.guarded || Files.way == "zip" ?>
    <span class="sub"><?cs var:Text.mailing.files.guarded ?></span>
  <?cs /if ?>
<?cs /def ?>

<?cs def:files_gone() ?>
  <ul class="files">
    <?cs each:f = Removed ?>
      <li><span class="any"><?cs var:f.name ?></span></li>
    <?cs /each ?>
  </ul>
  <p class="hint"><?cs call:say(Text.mailing.files.removed, Files.removed) ?></p>
<?cs /def ?>

<?cs def:files_run() ?>
  <?cs if:subcount(RunFiles) || Files.removed ?>
    <section aria-labelledby="p-files">
      <h2 id="p-files"><?cs var:Text.mailing.files.label ?></h2>
      <?cs if:Files.removed ?><?cs call:files_gone() ?><?cs else ?><?cs call:files_list() ?><?cs /if ?>
      <?cs if:subcount(Packed) ?>
        <p class="hint">
          <?cs var:Text.mailing.files.inside ?>
          <?cs each:f = Packed ?>
            <?cs if:!first(f) ?><?cs var:Text.list.comma ?><?cs /if ?>
            <span class="any"><?cs var:f.name ?></span>
          <?cs /each ?>
        </p>
      <?cs /if ?>
      <dl class="facts">
        <div>
          <dt><?cs var:Text.field.compose.way ?></dt>
          <dd><?cs call:files_facts() ?></dd>
        </div>
        <?cs if:Files.way == "link" ?>
          <?cs call:fact(Text.mailing.files.until, Files.until) ?>
          <div>
            <dt><?cs var:Text.mailing.files.downloads ?></dt>
            <dd>
              <?cs call:say(Text.mailing.files.downloaded, Files.downloads) ?>
              <span class="sub"><?cs call:say(Text.mailing.files.people, Files.people) ?></span>
            </dd>
          </div>
        <?cs /if ?>
      </dl>
      <?cs if:Files.open && !Files.removed && Me.write ?>
        <details class="more">
          <summary><?cs var:Text.mailing.files.end_title ?></summary>
          <div class="inset">
            <p class="hint"><?cs var:Text.mailing.files.end_note ?></p>
            <form method="post" action="/mailing/run/<?cs var:Bulk.id ?>/unlink">
              <?cs call:form_token() ?>
              <button class="btn danger"><?cs var:Text.mailing.files.end ?></button>
            </form>
          </div>
        </details>
      <?cs /if ?>
    </section>
  <?cs /if ?>
<?cs /def ?>
