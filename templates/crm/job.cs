<?cs set:Page.title = Record.name ?>
<?cs set:Crumbs.0.label = Text.title.crm.job_list ?>
<?cs set:Crumbs.0.url = "/crm/job" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"crm/macro.cs" ?>
<?cs include!"crm/processes.cs" ?>
<div class="head">
  <h1><?cs var:Record.name ?></h1>
  <div class="row">
    <a class="btn" href="/crm/job/<?cs var:Record.id ?>/match"><?cs var:Text.match.resume_search ?></a>
    <?cs if:Me.write ?>
      <a class="btn primary" href="/crm/job/<?cs var:Record.id ?>/edit"><?cs var:Text.crm.edit ?></a>
    <?cs /if ?>
  </div>
</div>
<?cs call:form_errors() ?>
<div class="cols">
  <div>
    <dl class="facts">
      <?cs call:fact(Text.field.id, Record.id) ?>
      <?cs if:Record.state ?>
        <div>
          <dt><?cs var:Text.field.state ?></dt>
          <dd><?cs call:job_state(Record.state) ?></dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.company ?>
        <div>
          <dt><?cs var:Text.field.job.company ?></dt>
          <dd><a href="/crm/company/<?cs var:Record.company_id ?>"><?cs var:Record.company ?></a></dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.contact ?>
        <div>
          <dt><?cs var:Text.field.job.contact ?></dt>
          <dd><a href="/crm/contact/<?cs var:Record.contact_id ?>"><?cs var:Record.contact ?></a></dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.occupation ?>
        <div>
          <dt><?cs var:Text.field.occupation ?></dt>
          <dd><?cs var:Options.occupation[Record.occupation] ?></dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.pref || Record.address ?>
        <div>
          <dt><?cs var:Text.field.job.address ?></dt>
          <dd><?cs var:Options.pref[Record.pref] ?> <?cs var:Record.address ?></dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.employment ?>
        <div>
          <dt><?cs var:Text.field.employment ?></dt>
          <dd><?cs var:Options.employment[Record.employment] ?></dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.salary_from || Record.salary_to ?>
        <div>
          <dt><?cs var:Text.field.salary ?></dt>
          <dd><?cs call:money(Record.salary_from, Record.salary_to) ?></dd>
        </div>
      <?cs /if ?>
      <?cs call:fact(Text.field.hours, Record.hours) ?>
      <?cs call:fact(Text.field.skills, Record.skills) ?>
      <?cs call:fact(Text.field.licences, Record.licences) ?>
      <?cs call:fact(Text.field.owner, Record.owner) ?>
    </dl>

    <?cs if:Record.body ?>
      <section>
        <h2><?cs var:Text.field.job.body ?></h2>
        <p class="text"><?cs var:Record.body ?></p>
      </section>
    <?cs /if ?>
    <?cs if:Record.note ?>
      <section>
        <h2><?cs var:Text.field.note ?></h2>
        <p class="text"><?cs var:Record.note ?></p>
      </section>
    <?cs /if ?>
    <?cs if:subcount(Funnel) ?>
      <section aria-labelledby="funnel">
        <h2 id="funnel"><?cs var:Text.funnel.title ?></h2>
        <figure class="fig">
          <svg viewBox="0 0 420 196" role="img" aria-labelledby="funnel">
            <?cs each:f = Funnel ?>
              <text x="0" y="<?cs var:f.y + #17 ?>"><?cs var:Options.phase[f.phase] ?></text>
              <rect class="f-sent" x="<?cs var:f.x + #84 ?>" y="<?cs var:f.y + #3 ?>" width="<?cs var:f.width ?>"
                  height="20"/>
              <text class="v" x="364" y="<?cs var:f.y + #17 ?>"><?cs var:f.n ?></text>
            <?cs /each ?>
          </svg>
          <details class="more">
            <summary><?cs var:Text.home.table ?></summary>
            <table class="list mini">
              <thead>
                <tr>
                  <th scope="col"><?cs var:Text.field.phase ?></th>
                  <th scope="col" class="num"><?cs var:Text.funnel.reached ?></th>
                  <th scope="col" class="num"><?cs var:Text.funnel.part ?></th>
                  <th scope="col" class="num"><?cs var:Text.funnel.now ?></th>
                </tr>
              </thead>
              <tbody>
                <?cs each:f = Funnel ?>
                  <tr>
                    <th scope="row"><?cs var:Options.phase[f.phase] ?></th>
                    <td class="num"><?cs var:f.n ?></td>
                    <td class="num"><?cs var:f.part ?></td>
                    <td class="num"><?cs var:f.now ?></td>
                  </tr>
                <?cs /each ?>
                <?cs each:e = Ends ?>
                  <tr>
                    <th scope="row"><?cs var:Options.phase[e.phase] ?></th>
                    <td class="num"></td>
                    <td class="num"></td>
                    <td class="num"><?cs var:e.n ?></td>
                  </tr>
                <?cs /each ?>
              </tbody>
            </table>
          </details>
        </figure>
      </section>
    <?cs /if ?>
    <?cs call:crm_processes(Text.field.name, "job_id") ?>
    <?cs call:crm_foot() ?>
  </div>
  <aside><?cs call:crm_files() ?><?cs call:crm_history() ?></aside>
</div>
<?cs include!"layout/foot.cs" ?>
