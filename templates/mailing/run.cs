<?cs set:Page.title = Bulk.subject ?>
<?cs if:Bulk.single ?>
  <?cs set:Crumbs.0.label = Rows.0.to_name ?>
  <?cs set:Crumbs.0.url = "/crm/" + Bulk.list + "/" + Bulk.single ?>
<?cs else ?>
  <?cs set:Crumbs.0.label = Text.nav.run ?>
  <?cs set:Crumbs.0.url = "/mailing/runs" ?>
<?cs /if ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"mailing/macros.cs" ?>
<?cs include!"mailing/files.cs" ?>

<?cs # One run: how far it is, what can be done with it, the result file (S3-27, S3-28, S3-29). ?>
<?cs def:act(action, class, label) ?>
  <form method="post" action="/mailing/run/<?cs var:Bulk.id ?>/<?cs var:url_escape(action) ?>">
    <?cs call:form_token() ?>
    <button class="btn <?cs var:class ?>"><?cs var:label ?></button>
  </form>
<?cs /def ?>

<?cs def:decide(row) ?>
  <form method="post" action="/mailing/run/<?cs var:Bulk.id ?>/doubt" class="row">
    <?cs call:form_token() ?>
    <input type="hidden" name="row" value="<?cs var:row ?>">
    <input type="hidden" name="count" value="<?cs var:Bulk.n_doubt ?>">
    <button class="btn small" name="decision" value="sent"><?cs var:Options.decide.decision.sent ?></button>
    <?cs if:Can.again ?>
      <button class="btn small danger" name="decision" value="again"><?cs var:Options.decide.decision.again ?></button>
    <?cs /if ?>
  </form>
<?cs /def ?>

<div class="head">
  <h1 class="any"><?cs var:Bulk.subject ?></h1>
  <?cs call:run_state(Bulk.state) ?>
</div>
<?cs call:form_errors() ?>
<section aria-labelledby="p-progress">
  <h2 id="p-progress"><?cs var:Text.mailing.run.progress ?></h2>
  <?cs if:Bulk.state == "scheduled" ?>
    <div class="note" role="status">
      <div>
        <p><strong><?cs call:say(Text.mailing.schedule.begins, Bulk.starts) ?></strong></p>
        <p><?cs var:Text.mailing.schedule.later ?></p>
      </div>
    </div>
  <?cs elif:Bulk.state == "cancelled" ?>
    <div class="note" role="status">
      <div>
        <?cs if:Bulk.single ?>
          <?cs var:Text.notice.run_cancelled ?>
        <?cs else ?>
          <?cs var:Text.mailing.schedule.cancelled ?>
        <?cs /if ?>
      </div>
    </div>
  <?cs /if ?>
  <?cs if:Bulk.n_total == "0" && (Bulk.state == "queued" || Bulk.state == "expanding") ?>
    <div class="note" role="status">
      <div>
        <p><strong><?cs var:Text.mailing.run.preparing ?></strong></p>
        <p><?cs var:Text.mailing.run.preparing_lead ?></p>
      </div>
    </div>
  <?cs /if ?>
  <?cs call:progress("/mailing/run/" + Bulk.id + "/progress", Bulk.state) ?>
  <?cs call:handed_note() ?>
  <?cs if:Bulk.n_bounced > #0 ?>
    <p>
      <a href="/mailing/run/<?cs var:Bulk.id ?>?state=bounced">
        <?cs call:say(Text.mailing.outcome.bounced, count(Bulk.n_bounced)) ?>
      </a>
    </p>
  <?cs /if ?>
  <?cs if:Bulk.n_doubt > #0 ?>
    <p class="hint"><?cs var:Text.mailing.run.doubt ?></p>
    <?cs if:Me.write ?>
      <details class="more">
        <summary><?cs call:say(Text.mailing.outcome.doubts, count(Bulk.n_doubt)) ?></summary>
        <div class="inset">
          <p class="hint"><?cs var:Text.mailing.outcome.warning ?></p>
          <?cs call:decide("0") ?>
          <p><a href="/mailing/run/<?cs var:Bulk.id ?>?state=doubt"><?cs var:Text.mailing.outcome.each ?></a></p>
        </div>
      </details>
    <?cs /if ?>
  <?cs /if ?>
  <?cs if:Bulk.n_deferred > #0 ?>
    <p class="hint"><?cs var:Text.mailing.run.deferred ?></p>
  <?cs /if ?>
  <?cs if:Me.write ?>
    <div class="actions">
      <?cs if:Can.resume ?><?cs call:act("resume", "primary", Text.mailing.run.resume) ?><?cs /if ?>
      <?cs if:Can.pause ?><?cs call:act("pause", "", Text.mailing.run.pause) ?><?cs /if ?>
      <?cs if:Can.cancel && Bulk.state == "scheduled" ?>
        <?cs call:act("cancel", "danger", Text.mailing.schedule.cancel) ?>
      <?cs elif:Can.cancel ?>
        <?cs call:act("cancel", "danger", Text.mailing.run.cancel) ?>
      <?cs /if ?>
      <?cs if:Can.reopen ?><?cs call:act("reopen", "primary", Text.mailing.schedule.reopen) ?><?cs /if ?>
      <?cs if:Can.again && Bulk.n_failed > #0 ?><?cs call:act("again", "", Text.mailing.run.again) ?><?cs /if ?>
    </div>
  <?cs /if ?>
  <?cs if:!Bulk.single ?>
    <div class="actions">
      <a class="btn" href="/mailing/run/<?cs var:Bulk.id ?>/csv"><?cs var:Text.mailing.run.download ?></a>
      <span class="hint"><?cs var:Text.mailing.run.download_note ?></span>
    </div>
  <?cs /if ?>
  <?cs if:Me.write && Can.stop ?>
    <div class="actions">
      <details class="more">
        <summary><?cs var:Text.mailing.run.stop_title ?></summary>
        <div class="inset">
          <p class="hint"><?cs var:Text.mailing.run.stop_note ?></p>
          <?cs call:act("stop", "danger", Text.mailing.run.stop) ?>
        </div>
      </details>
    </div>
  <?cs /if ?>
</section>
<section aria-labelledby="p-facts">
  <h2 id="p-facts"><?cs var:Text.mailing.run.facts ?></h2>
  <dl class="facts">
    <?cs if:!Bulk.single ?>
      <div>
        <dt><?cs var:Text.mailing.run.scope ?></dt>
        <dd><?cs call:scope_words(Bulk) ?></dd>
      </div>
    <?cs /if ?>
    <div>
      <dt><?cs var:Text.mailing.run.from ?></dt>
      <dd><?cs var:Bulk.from_name ?> &lt;<?cs var:Bulk.from_addr ?>&gt;</dd>
    </div>
    <?cs call:fact(Text.mailing.run.reply, Bulk.reply_to) ?>
    <?cs call:fact(Text.mailing.run.confirmed, Bulk.confirmed) ?>
    <?cs call:fact(Text.mailing.schedule.part, Bulk.starts) ?>
    <?cs call:fact(Text.mailing.run.done, Bulk.done) ?>
    <?cs if:!Bulk.single ?>
      <div>
        <dt><?cs var:Text.mailing.run.records ?></dt>
        <dd>
          <?cs call:say(Text.mailing.records, count(Bulk.n_records)) ?>
          <?cs if:Bulk.n_empty > #0 ?>
            <span class="sub">
              <?cs var:Text.mailing.run.empty ?> <?cs call:say(Text.mailing.records, count(Bulk.n_empty)) ?>
            </span>
          <?cs /if ?>
          <?cs if:Bulk.n_duplicate > #0 ?>
            <span class="sub">
              <?cs var:Text.mailing.run.duplicate ?> <?cs call:say(Text.mailing.records, count(Bulk.n_duplicate)) ?>
            </span>
          <?cs /if ?>
        </dd>
      </div>
    <?cs /if ?>
  </dl>
</section>
<?cs call:files_run() ?>
<section aria-labelledby="p-rows">
  <h2 id="p-rows"><?cs var:Text.mailing.run.rows ?></h2>
  <?cs if:!Bulk.single ?>
    <form method="get" action="/mailing/run/<?cs var:Bulk.id ?>" class="tools">
      <?cs with:d = Field[Form.state] ?>
        <label for="state"><?cs var:d.label ?></label>
        <?cs call:field_select(Form.state, d, "", Text.mailing.run.filter_all) ?>
      <?cs /with ?>
      <button class="btn"><?cs var:Text.mailing.run.filter ?></button>
    </form>
  <?cs /if ?>
  <?cs if:subcount(Rows) ?>
    <?cs if:!Bulk.single ?><?cs call:list_tools("") ?><?cs /if ?>
    <?cs call:table_begin(Text.mailing.run.table) ?>
    <thead>
      <tr>
        <?cs call:list_th("", Text.mailing.run.to, "") ?>
        <?cs call:list_th("", Text.mailing.run.state, "") ?>
        <?cs call:list_th("", Text.mailing.run.response, "") ?>
        <?cs call:list_th("", Text.mailing.run.attempts, "num") ?>
        <?cs call:list_th("", Text.mailing.run.at, "") ?>
      </tr>
    </thead>
    <tbody>
      <?cs each:r = Rows ?>
        <tr>
          <th scope="row">
            <a href="/crm/<?cs var:url_escape(r.noun) ?>/<?cs var:r.noun_id ?>"><?cs var:r.to_name ?></a>
            <span class="sub any"><?cs var:r.to_addr ?></span>
            <?cs if:About ?>
              <span class="sub any"><?cs var:Text.result["about_" + About] ?> <?cs var:r.about ?></span>
            <?cs /if ?>
          </th>
          <td data-label="<?cs var:Text.mailing.run.state ?>"><?cs call:outbox_state(r.state) ?></td>
          <td
              class="any"<?cs if:r.smtp_code > #0 || r.smtp_text || r.bounce || r.downloads > #0 || r.decided || r.state == "doubt" ?>
              data-label="<?cs var:Text.mailing.run.response ?>"<?cs /if ?>>
            <div>
              <?cs if:r.smtp_code > #0 ?><?cs var:r.smtp_code ?> <?cs /if ?>
              <?cs var:r.smtp_text ?>
              <?cs if:r.downloads > #0 ?>
                <span class="sub"><?cs call:say(Text.mailing.files.downloaded, r.downloads) ?></span>
              <?cs /if ?>
              <?cs if:r.bounce ?>
                <span class="sub"><?cs var:Text.mailing.run.bounce ?> <?cs var:r.bounce ?></span>
              <?cs /if ?>
              <?cs if:r.decided ?>
                <span class="sub"><?cs var:Text.result.decided ?> <?cs var:Options.decide.decision[r.decided] ?></span>
              <?cs /if ?>
              <?cs if:r.state == "doubt" && Me.write ?><?cs call:decide(r.id) ?><?cs /if ?>
            </div>
          </td>
          <td class="num" data-label="<?cs var:Text.mailing.run.attempts ?>"><?cs var:r.attempts ?></td>
          <td class="nw"<?cs if:r.at ?> data-label="<?cs var:Text.mailing.run.at ?>"<?cs /if ?>><?cs var:r.at ?></td>
        </tr>
      <?cs /each ?>
    </tbody>
    <?cs call:table_end() ?>
    <?cs call:list_more() ?>
  <?cs elif:Form.state.value ?>
    <?cs call:list_empty(Text.mailing.run.empty_title, Text.mailing.run.empty_rows, "/mailing/run/" + Bulk.id, Text.mailing.run.all_rows) ?>
  <?cs /if ?>
</section>
<?cs if:!Bulk.single ?>
  <p><a href="/mailing/runs"><?cs var:Text.mailing.run.back ?></a></p>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
