<?cs set:Page.title = Record.name ?>
<?cs set:Crumbs.0.label = Text.title.crm.company_list ?>
<?cs set:Crumbs.0.url = "/crm/company" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"crm/macro.cs" ?>
<div class="head">
  <h1><?cs var:Record.name ?></h1>
  <?cs if:Me.write ?>
    <a class="btn primary" href="/crm/company/<?cs var:Record.id ?>/edit"><?cs var:Text.crm.edit ?></a>
  <?cs /if ?>
</div>
<?cs call:form_errors() ?>
<div class="cols">
  <div>
    <dl class="facts">
      <?cs call:fact(Text.field.id, Record.id) ?>
      <?cs call:fact(Text.field.company.kana, Record.kana) ?>
      <?cs if:Record.industry ?>
        <div>
          <dt><?cs var:Text.field.industry ?></dt>
          <dd><?cs var:Options.industry[Record.industry] ?></dd>
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
      <?cs if:Record.url ?>
        <div>
          <dt><?cs var:Text.field.url ?></dt>
          <dd>
            <a class="any" href="<?cs var:url(Record.url) ?>" rel="noopener noreferrer"><?cs var:Record.url ?></a>
          </dd>
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
    <section aria-labelledby="contacts-title">
      <h2 id="contacts-title"><?cs var:Text.crm.contacts ?></h2>
      <?cs if:subcount(Contacts) ?>
        <ul class="files">
          <?cs each:c = Contacts ?>
            <li>
              <a href="/crm/contact/<?cs var:c.id ?>"><?cs var:c.name ?></a> <span class="sub">
                  <?cs var:c.department ?> <?cs var:c.title ?></span>
            </li>
          <?cs /each ?>
        </ul>
      <?cs else ?>
        <p class="hint"><?cs var:Text.crm.contact_none ?></p>
      <?cs /if ?>
      <?cs if:Me.write ?>
        <p class="actions">
          <a class="btn small" href="/crm/contact/new?company=<?cs var:url_escape(Record.name) ?>">
            <?cs var:Text.crm.contact_add ?>
          </a>
        </p>
      <?cs /if ?>
    </section>
    <section aria-labelledby="jobs-title">
      <h2 id="jobs-title"><?cs var:Text.crm.jobs ?></h2>
      <?cs if:subcount(Jobs) ?>
        <ul class="files">
          <?cs each:c = Jobs ?>
            <li><a href="/crm/job/<?cs var:c.id ?>"><?cs var:c.name ?></a> <?cs call:job_state(c.state) ?></li>
          <?cs /each ?>
        </ul>
      <?cs else ?>
        <p class="hint"><?cs var:Text.crm.job_none ?></p>
      <?cs /if ?>
      <?cs if:Me.write ?>
        <p class="actions">
          <a class="btn small" href="/crm/job/new?company=<?cs var:url_escape(Record.name) ?>">
            <?cs var:Text.crm.job_add ?>
          </a>
        </p>
      <?cs /if ?>
    </section>
    <?cs call:crm_foot() ?>
  </div>
  <aside><?cs call:crm_history() ?></aside>
</div>
<?cs include!"layout/foot.cs" ?>
