<?cs include!"layout/head.cs" ?>

<?cs # 対象範囲 (S3-14, S3-15, S3-16): what the mail goes to, before it is written. ?>
<?cs def:scope_choice(value, count, text) ?>
  <label class="choice">
    <input type="radio"<?cs if:value == "all" ?> id="scope"<?cs /if ?> name="scope" value="<?cs var:value ?>"
        required<?cs if:Form.scope.value == value ?> checked<?cs /if ?> aria-describedby="scope-<?cs var:value ?>">
    <span>
      <?cs var:Options.scope.scope[value] ?>
      <span class="sub" id="scope-<?cs var:value ?>"><?cs var:text ?></span>
    </span>
    <?cs if:count != "" ?>
      <span class="num">
        <?cs if:value == "all" && Scope.capped ?>
          <?cs call:say(Text.mailing.records_capped, count) ?>
        <?cs else ?>
          <?cs call:say(Text.mailing.records, count) ?>
        <?cs /if ?>
      </span>
    <?cs /if ?>
  </label>
<?cs /def ?>

<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p><?cs var:Text.mailing.scope.lead ?></p>
<form method="post" action="/mailing/new" novalidate>
  <?cs call:form_token() ?>
  <?cs call:hidden(Form.list) ?>
  <?cs call:hidden(Form.to) ?>
  <?cs call:hidden(Form.run) ?>
  <input type="hidden" name="query" value="<?cs var:Selection.query ?>">
  <input type="hidden" name="selection" value="<?cs var:Selection.id ?>">
  <input type="hidden" name="version" value="<?cs var:Selection.version ?>">
  <?cs if:Scope.jobs ?>
    <input type="hidden" name="jobs" value="<?cs var:Jobs.id ?>">
    <input type="hidden" name="jobs_version" value="<?cs var:Jobs.version ?>">
  <?cs /if ?>
  <section class="part" aria-labelledby="p-list">
    <h2 id="p-list"><?cs var:Text.mailing.compose.part_scope ?></h2>
    <dl class="facts">
      <div>
        <dt><?cs var:Text.mailing.scope.list ?></dt>
        <dd>
          <?cs var:Options.scope.list[Scope.list] ?> <a href="<?cs var:path(Scope.back) ?>">
              <?cs var:Text.mailing.scope.to_list ?></a>
        </dd>
      </div>
      <?cs if:Scope.to ?>
        <div>
          <dt><?cs var:Text.field.scope.to ?></dt>
          <dd>
            <?cs if:Scope.to == "contact" ?>
              <?cs var:Options.scope.to.firm ?>
            <?cs else ?>
              <?cs var:Options.scope.to.person ?>
            <?cs /if ?>
          </dd>
        </div>
      <?cs /if ?>
      <?cs if:Scope.jobs ?>
        <div>
          <dt><?cs var:Text.mailing.digest.part ?></dt>
          <dd>
            <?cs call:say(Text.mailing.digest.ticked, Scope.jobs) ?> <a href="/crm/job">
                <?cs var:Text.mailing.digest.to_list ?></a>
          </dd>
        </div>
      <?cs /if ?>
      <div>
        <dt><?cs var:Text.mailing.scope.conditions ?></dt>
        <dd>
          <?cs if:Scope.filtered ?>
            <?cs var:Text.mailing.scope.conditions_some ?>
          <?cs else ?>
            <?cs var:Text.mailing.scope.conditions_none ?>
          <?cs /if ?>
        </dd>
      </div>
    </dl>
  </section>
  <section class="part" aria-labelledby="p-scope">
    <h2 id="p-scope"><?cs var:Text.field.scope.scope ?></h2>
    <fieldset class="field<?cs if:Form.scope.err ?> has-err<?cs /if ?>"<?cs if:Form.scope.err ?>
        aria-describedby="scope-err"<?cs /if ?>>
      <legend class="vh"><?cs var:Text.field.scope.scope ?></legend>
      <?cs if:Form.scope.err ?>
        <p class="err" id="scope-err"><span class="vh"><?cs var:Text.form.error ?></span><?cs var:Form.scope.err ?></p>
      <?cs /if ?>
      <?cs if:Scope.filtered ?>
        <?cs call:scope_choice("all", Scope.all, Text.mailing.scope.all) ?>
      <?cs else ?>
        <?cs call:scope_choice("all", Scope.all, Text.mailing.scope.all_free) ?>
      <?cs /if ?>
      <?cs call:scope_choice("shown", Scope.shown, Text.mailing.scope.shown) ?>
      <?cs call:scope_choice("checked", Scope.checked, Text.mailing.scope.checked) ?>
    </fieldset>
  </section>
  <div class="actions">
    <button class="btn primary"><?cs var:Text.button.next ?></button>
    <a class="push" href="<?cs var:path(Scope.back) ?>"><?cs var:Text.mailing.back_to_list ?></a>
  </div>
</form>
<?cs include!"layout/foot.cs" ?>
