<?cs set:Crumbs.0.label = Text.nav.run ?>
<?cs set:Crumbs.0.url = "/mailing/runs" ?>
<?cs set:Crumbs.1.label = Text.title.mailing.compose ?>
<?cs set:Crumbs.1.url = "/mailing/run/" + Bulk.id + "/compose" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"mailing/macros.cs" ?>
<?cs include!"mailing/files.cs" ?>

<?cs # The question before sending (S3-22), with the records whose tags would be empty (S3-21). ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:steps("confirm") ?>
<?cs call:form_errors() ?>
<?cs if:Empty.count ?>
  <div class="note note-warn" role="status">
    <div>
      <p>
        <strong><?cs call:say(Text.mailing.confirm.empty, Empty.count) ?></strong>
        <?cs var:Text.mailing.confirm.empty_then ?>
        <?cs if:Empty.seen ?> <?cs call:say(Text.mailing.confirm.empty_seen, Empty.seen) ?><?cs /if ?>
      </p>
    </div>
  </div>
  <table class="list">
    <caption class="vh"><?cs var:Text.mailing.confirm.empty_caption ?></caption>
    <thead>
      <tr>
        <th scope="col"><?cs var:Text.mailing.confirm.record ?></th>
        <th scope="col"><?cs var:Text.mailing.confirm.name ?></th>
        <th scope="col"><?cs var:Text.mailing.empty_tags ?></th>
      </tr>
    </thead>
    <tbody>
      <?cs each:e = Empties ?>
        <tr>
          <td data-label="<?cs var:Text.mailing.confirm.record ?>">
            <a href="/crm/<?cs var:url_escape(Kind.record) ?>/<?cs var:e.id ?>"><?cs var:e.id ?></a>
          </td>
          <th scope="row"><?cs var:e.name ?></th>
          <td data-label="<?cs var:Text.mailing.empty_tags ?>">
            <span><span class="tag"><?cs var:e.tags ?></span></span>
          </td>
        </tr>
      <?cs /each ?>
    </tbody>
  </table>
  <p class="row">
    <?cs if:Empty.more ?><span><?cs call:say(Text.mailing.confirm.empty_shown, Empty.count) ?></span> <?cs /if ?>
    <a href="/mailing/run/<?cs var:Bulk.id ?>/empty/csv"><?cs var:Text.mailing.confirm.empty_download ?></a>
  </p>
<?cs elif:Empty.seen ?>
  <div class="note" role="status">
    <div><?cs call:say(Text.mailing.confirm.empty_seen, Empty.seen) ?></div>
  </div>
<?cs /if ?>
<h2><?cs var:Text.mailing.confirm.content ?></h2>
<?cs call:confirm_begin(Text.mailing.confirm.content) ?>
<?cs call:confirm_cell(Text.mailing.confirm.count) ?>
<strong><?cs call:mails_words() ?></strong>
<span class="sub"><?cs call:say(Text.mailing.confirm.of, Records) ?><?cs call:left_out() ?></span>
<?cs call:confirm_cell_end() ?>
<?cs if:Origin.id ?>
  <?cs call:confirm_cell(Text.match.list) ?>
  <?cs call:origin() ?>
  <?cs call:confirm_cell_end() ?>
<?cs /if ?>
<?cs call:confirm_cell(Text.field.scope.scope) ?>
<?cs call:scope_words(Bulk) ?>
<?cs call:confirm_cell_end() ?>
<?cs call:confirm_cell(Text.mailing.confirm.fields) ?>
<?cs call:mail_field_words() ?>
<?cs call:confirm_cell_end() ?>
<?cs call:confirm_cell(Text.mailing.confirm.from) ?>
<?cs var:Bulk.from_name ?> &lt;<?cs var:Bulk.from_addr ?>&gt;<?cs call:confirm_cell_end() ?>
<?cs call:confirm_cell(Text.mailing.confirm.reply) ?>
<?cs if:Bulk.reply_to ?><?cs var:Bulk.reply_to ?><?cs else ?><?cs var:Text.mailing.compose.reply_same ?><?cs /if ?>
<?cs call:confirm_cell_end() ?>
<?cs call:confirm_cell(Text.mailing.confirm.subject) ?>
<?cs call:tags(Subject) ?>
<?cs call:confirm_cell_end() ?>
<?cs call:confirm_cell(Text.mailing.confirm.shared) ?>
<?cs if:Bulk.shared == "1" ?>
  <?cs var:Text.mailing.confirm.shared_yes ?>
<?cs else ?>
  <?cs var:Text.mailing.confirm.shared_no ?>
<?cs /if ?>
<?cs call:confirm_cell_end() ?>
<?cs if:subcount(RunFiles) ?>
  <?cs call:confirm_cell(Text.mailing.files.label) ?>
  <?cs call:files_list() ?>
  <?cs call:files_facts() ?>
  <?cs if:Files.wiped ?><?cs call:note("note-warn", Text.mailing.files.wiped_still) ?><?cs /if ?>
  <?cs call:confirm_cell_end() ?>
<?cs /if ?>
<?cs if:Digest_count ?>
  <?cs call:confirm_cell(Text.mailing.digest.part) ?>
  <?cs call:say(Text.mailing.records, Digest_count) ?>
  <?cs call:digest_list() ?>
  <span class="sub">
    <?cs if:Digest_unused ?>
      <?cs var:Text.mailing.digest.unused ?>
    <?cs else ?>
      <?cs var:Text.mailing.digest.frozen ?>
    <?cs /if ?>
  </span>
  <?cs call:confirm_cell_end() ?>
<?cs /if ?>
<?cs if:Phase.label ?>
  <?cs call:confirm_cell(Text.mailing.phase.part) ?>
  <strong><?cs var:Phase.label ?></strong>
  <span class="sub">
    <?cs call:say(Text.mailing.phase.created, Phase.created) ?>
    <?cs call:say(Text.mailing.phase.moved, Phase.moved) ?>
    <?cs if:Phase.kept != "0" ?>
        <?cs call:say(Text.mailing.phase.kept, Phase.kept) ?><?cs /if ?> <?cs var:Text.mailing.phase.when ?>
  </span>
  <?cs call:confirm_cell_end() ?>
<?cs /if ?>
<?cs call:confirm_cell(Text.mailing.confirm.when) ?>
<?cs if:Bulk.starts ?>
  <strong><?cs var:Bulk.starts ?></strong>
  <span class="sub"><?cs var:Text.mailing.schedule.later ?></span>
<?cs else ?>
  <?cs var:Text.mailing.confirm.when_now ?>
<?cs /if ?>
<?cs call:confirm_cell_end() ?>
<?cs call:confirm_end() ?>
<section aria-labelledby="preview">
  <h2 id="preview"><?cs var:Text.mailing.preview.title ?></h2>
  <?cs if:Preview.id ?>
    <?cs call:mail_text(Preview) ?>
    <p>
      <a class="btn small" href="/mailing/run/<?cs var:Bulk.id ?>/preview?after=<?cs var:Preview.id ?>">
        <?cs var:Text.mailing.preview.next ?>
      </a>
    </p>
  <?cs else ?>
    <?cs call:note("note-warn", Text.mailing.confirm.nobody) ?>
  <?cs /if ?>
</section>
<form class="ask" method="post" action="/mailing/run/<?cs var:Bulk.id ?>/confirm">
  <?cs call:form_token() ?>
  <input type="hidden" name="shown" value="<?cs var:Shown ?>">
  <?cs if:Preview.id ?>
    <h2><?cs var:Question ?></h2>
    <p class="hint"><?cs var:Text.mailing.confirm.hint ?></p>
    <?cs call:handed_note() ?>
  <?cs else ?>
    <h2><?cs var:Text.mailing.confirm.nobody ?></h2>
  <?cs /if ?>
  <div class="actions">
    <?cs if:Preview.id ?>
      <button class="btn primary" id="answer" name="answer" value="yes"><?cs var:Options.confirm.answer.yes ?></button>
    <?cs /if ?>
    <button class="btn" name="answer" value="no"><?cs var:Options.confirm.answer.no ?></button>
  </div>
</form>
<?cs include!"layout/foot.cs" ?>
