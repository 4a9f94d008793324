<?cs set:Page.title = Record.name ?>
<?cs set:Crumbs.0.label = Text.title.crm.resume_list ?>
<?cs set:Crumbs.0.url = "/crm/resume" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"crm/macro.cs" ?>
<?cs include!"crm/processes.cs" ?>
<div class="head">
  <h1><?cs var:Record.name ?></h1>
  <div class="row">
    <a class="btn" href="/crm/resume/<?cs var:Record.id ?>/match"><?cs var:Text.match.job_search ?></a>
    <?cs if:Me.write ?>
      <a class="btn" href="/mailing/write/resume/<?cs var:Record.id ?>"><?cs var:Text.crm.write ?></a>
      <a class="btn primary" href="/crm/resume/<?cs var:Record.id ?>/edit"><?cs var:Text.crm.edit ?></a>
    <?cs /if ?>
  </div>
</div>
<?cs call:form_errors() ?>
<?cs call:crm_duplicates() ?>
<div class="cols">
  <div>
    <dl class="facts">
      <?cs call:fact(Text.field.id, Record.id) ?>
      <?cs call:fact(Text.field.kana, Record.kana) ?>
      <?cs if:Record.phase ?>
        <div>
          <dt><?cs var:Text.field.phase ?></dt>
          <dd><?cs call:phase(Record.phase) ?> <?cs call:mail_flag(Record.mail_flag) ?></dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.birth_on ?>
        <div>
          <dt><?cs var:Text.field.birth_on ?></dt>
          <dd><?cs var:Record.birth_on ?> (<?cs var:Record.age ?><?cs var:Text.unit.age ?>)</dd>
        </div>
      <?cs /if ?>
      <?cs if:Record.pref || Record.address ?>
        <div>
          <dt><?cs var:Text.field.address ?></dt>
          <dd>
            <?cs if:Record.zip ?>〒<?cs var:Record.zip ?> <?cs /if ?>
            <?cs var:Options.pref[Record.pref] ?> <?cs var:Record.address ?>
          </dd>
        </div>
      <?cs /if ?>
      <?cs call:fact(Text.field.phone, Record.phone) ?>
      <?cs call:fact(Text.field.mail, Record.mail) ?>
      <?cs call:fact(Text.field.mail_mobile, Record.mail_mobile) ?>
      <?cs call:fact(Text.field.mail_sub, Record.mail_sub) ?>
      <?cs if:Record.occupation ?>
        <div>
          <dt><?cs var:Text.field.resume.occupation ?></dt>
          <dd><?cs var:Options.occupation[Record.occupation] ?></dd>
        </div>
      <?cs /if ?>
      <?cs call:fact(Text.field.experience, Record.experience) ?>
      <?cs if:Record.salary_from || Record.salary_to ?>
        <div>
          <dt><?cs var:Text.field.salary ?></dt>
          <dd><?cs call:money(Record.salary_from, Record.salary_to) ?></dd>
        </div>
      <?cs /if ?>
      <?cs call:fact(Text.field.skills, Record.skills) ?>
      <?cs call:fact(Text.field.licences, Record.licences) ?>
      <?cs call:fact(Text.field.available_on, Record.available_on) ?>
      <?cs call:fact(Text.field.owner, Record.owner) ?>
    </dl>

    <?cs if:Record.career ?>
      <section>
        <h2><?cs var:Text.field.career ?></h2>
        <p class="text"><?cs var:Record.career ?></p>
      </section>
    <?cs /if ?>
    <?cs if:Record.wish ?>
      <section>
        <h2><?cs var:Text.field.wish ?></h2>
        <p class="text"><?cs var:Record.wish ?></p>
      </section>
    <?cs /if ?>
    <?cs if:Record.note ?>
      <section>
        <h2><?cs var:Text.field.note ?></h2>
        <p class="text"><?cs var:Record.note ?></p>
      </section>
    <?cs /if ?>
    <?cs call:crm_processes(Text.field.job.name, "resume_id") ?>
    <?cs call:crm_foot() ?>
  </div>
  <aside><?cs call:crm_files() ?><?cs call:crm_mails() ?><?cs call:crm_history() ?><?cs call:crm_merges() ?></aside>
</div>
<?cs include!"layout/foot.cs" ?>
