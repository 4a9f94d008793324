<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>

<?cs # 一括処理 (S3-27): my runs. ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<p><?cs var:Text.mailing.runs.lead ?></p>
<?cs if:Run.done > #0 ?>
  <form method="post" action="/mailing/runs/seen">
    <?cs call:form_token() ?>
    <button class="btn small"><?cs var:Text.mailing.runs.seen ?></button>
  </form>
<?cs /if ?>
<?cs if:subcount(Rows) ?>
  <?cs call:table_begin(Text.mailing.runs.caption) ?>
  <thead>
    <tr>
      <?cs call:list_th("", Text.mailing.runs.subject, "w-l") ?>
      <?cs call:list_th("", Text.mailing.runs.state, "") ?>
      <?cs call:list_th("", Text.mailing.runs.progress, "w-m") ?>
      <?cs call:list_th("", Text.mailing.runs.at, "") ?>
    </tr>
  </thead>
  <tbody>
    <?cs each:r = Rows ?>
      <tr>
        <th scope="row">
          <?cs if:r.state == "draft" ?>
            <a href="/mailing/run/<?cs var:r.id ?>/compose">
          <?cs else ?>
            <a href="/mailing/run/<?cs var:r.id ?>">
          <?cs /if ?>
          <?cs if:r.subject ?><?cs var:r.subject ?><?cs else ?><?cs var:Text.mailing.runs.no_subject ?><?cs /if ?>
          </a>
        </th>
        <td class="nw" data-label="<?cs var:Text.mailing.runs.state ?>"><?cs call:run_state(r.state) ?></td>
        <td data-label="<?cs var:Text.mailing.runs.progress ?>">
          <?cs if:r.state == "draft" ?>
            <a href="/mailing/run/<?cs var:r.id ?>/compose"><?cs var:Text.mailing.runs.draft ?></a>
          <?cs elif:r.n_total > #0 ?>
            <div>
              <?cs call:progress_bar(r) ?>
              <span class="sub">
                <?cs call:say(Text.mailing.runs.of, count(r.n_total)) ?> <?cs call:say(Text.mailing.runs.sent_of, count(r.n_sent)) ?>
              </span>
            </div>
          <?cs elif:r.state == "queued" || r.state == "expanding" ?>
            <span class="sub"><?cs var:Text.mailing.runs.not_yet ?></span>
          <?cs /if ?>
        </td>
        <td class="nw" data-label="<?cs var:Text.mailing.runs.at ?>">
          <?cs if:r.state == "scheduled" ?>
            <?cs call:say(Text.mailing.schedule.at, r.starts) ?>
          <?cs else ?>
            <?cs var:r.at ?>
          <?cs /if ?>
        </td>
      </tr>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs call:list_empty(Text.mailing.runs.empty, Text.mailing.runs.empty_lead, "/crm/resume", Text.mailing.runs.to_resume) ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
