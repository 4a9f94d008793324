<?cs set:Crumbs.0.label = Text.title.crm.resume_list ?>
<?cs set:Crumbs.0.url = "/crm/resume" ?>
<?cs set:Crumbs.1.label = Record.name ?>
<?cs set:Crumbs.1.url = "/crm/resume/" + Record.id ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"crm/list.cs" ?>
<?cs include!"crm/match.cs" ?>

<?cs # JOBサーチ: JOBs for a résumé (S3-07). ?>
<div class="head">
  <h1><?cs call:say(Text.match.of, Record.name) ?></h1>
</div>
<p class="sub">
  <?cs var:Options.occupation[Record.occupation] ?> <?cs var:Options.pref[Record.pref] ?> <?cs call:phase(Record.phase) ?>
</p>
<?cs call:form_errors() ?>
<?cs call:match_search(Page.path) ?>
<?cs if:subcount(Rows) ?>
  <?cs call:select_begin() ?>
  <?cs call:list_tools("") ?>
  <?cs call:match_bulk() ?>
  <?cs call:table_begin(Text.match.list) ?>
  <thead>
    <tr>
      <?cs call:tick_th() ?>
      <?cs call:list_th("", Text.field.job.name, "") ?>
      <?cs call:list_th("", Text.match.score, "") ?>
      <?cs call:list_th("", Text.match.reasons, "") ?>
      <?cs call:list_th("", Text.field.job.contact, "") ?>
      <?cs call:list_th("", Text.field.pref, "") ?>
      <?cs call:list_th("", Text.field.occupation, "") ?>
      <?cs call:list_th("", Text.field.salary, "num") ?>
      <?cs call:list_th("", Text.field.updated, "num") ?>
    </tr>
  </thead>
  <tbody>
    <?cs each:r = Rows ?>
      <tr>
        <?cs call:tick(r.id, r.name) ?>
        <th scope="row">
          <a href="/crm/job/<?cs var:r.id ?>"><?cs var:r.name ?></a>
          <span class="sub"><?cs var:r.company ?></span>
          <?cs call:match_score(r) ?>
          <?cs call:match_reasons(r) ?>
        <td data-label="<?cs var:Text.field.job.contact ?>"><?cs var:r.contact ?>
        <td class="nw" data-label="<?cs var:Text.field.pref ?>"><?cs var:Options.pref[r.pref] ?>
        <td data-label="<?cs var:Text.field.occupation ?>"><?cs var:Options.occupation[r.occupation] ?>
        <td class="num" data-label="<?cs var:Text.field.salary ?>"><?cs call:salary(r.salary) ?>
        <td class="num" data-label="<?cs var:Text.field.updated ?>"><?cs var:r.updated ?>
    <?cs /each ?>
  </tbody>
  <?cs call:match_end() ?>
<?cs else ?>
  <?cs call:match_nothing() ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
