<?cs set:Page.title = Record.resume ?>
<?cs set:Crumbs.0.label = Text.title.crm.process_list ?>
<?cs set:Crumbs.0.url = "/crm/process" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"crm/macro.cs" ?>
<div class="head">
  <h1><?cs var:Record.resume ?></h1>
  <?cs if:Me.write ?>
    <a class="btn primary" href="/crm/process/<?cs var:Record.id ?>/edit"><?cs var:Text.crm.edit ?></a>
  <?cs /if ?>
</div>
<?cs call:form_errors() ?>
<div class="cols">
  <div>
    <dl class="facts">
      <?cs call:fact(Text.field.id, Record.id) ?>
      <?cs if:Record.resume ?>
        <div>
          <dt><?cs var:Text.field.name ?></dt>
          <dd><a href="/crm/resume/<?cs var:Record.resume_id ?>"><?cs var:Record.resume ?></a></dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.job ?>
        <div>
          <dt><?cs var:Text.field.job.name ?></dt>
          <dd>
            <a href="/crm/job/<?cs var:Record.job_id ?>"><?cs var:Record.job ?></a>
            <span class="sub"><?cs var:Record.company ?></span>
          </dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.phase ?>
        <div>
          <dt><?cs var:Text.field.phase ?></dt>
          <dd><?cs call:phase(Record.phase) ?></dd>
        </div>
      <?cs /if ?>
      <?cs call:fact(Text.field.owner, Record.owner) ?>
    </dl>

    <?cs if:Record.note ?>
      <section>
        <h2><?cs var:Text.field.note ?></h2>
        <p class="text"><?cs var:Record.note ?></p>
      </section>
    <?cs /if ?>
    <?cs if:Me.write ?>
      <form class="row" method="post" action="/crm/process/<?cs var:Record.id ?>/phase" novalidate>
        <?cs call:form_token() ?>
        <input type="hidden" name="shown" value="<?cs var:Record.phase ?>">
        <?cs call:select(Form.phase) ?>
        <button class="btn"><?cs var:Text.crm.phase_move ?></button>
      </form>
    <?cs /if ?>
    <section aria-labelledby="phases-title">
      <h2 id="phases-title"><?cs var:Text.crm.phases ?></h2>
      <table class="list mini">
        <thead>
          <tr>
            <th scope="col"><?cs var:Text.field.phase ?></th>
            <th scope="col"><?cs var:Text.field.owner ?></th>
            <th scope="col"><?cs var:Text.field.updated ?></th>
          </tr>
        </thead>
        <tbody>
          <?cs each:p = Phases ?>
            <tr>
              <th scope="row">
                <?cs if:p.phase_from ?><?cs call:phase(p.phase_from) ?> → <?cs /if ?>
                <?cs call:phase(p.phase_to) ?>
              </th>
              <td>
                <?cs var:p.who ?>
                <?cs if:p.run_id ?><span class="sub"><?cs var:Text.crm.phase_by_mail ?></span><?cs /if ?>
              </td>
              <td class="num"><?cs var:p.at ?></td>
            </tr>
          <?cs /each ?>
        </tbody>
      </table>
    </section>
    <?cs call:crm_foot() ?>
  </div>
  <aside><?cs call:crm_history() ?></aside>
</div>
<?cs include!"layout/foot.cs" ?>
