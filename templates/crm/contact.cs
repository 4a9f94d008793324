<?cs set:Page.title = Record.name ?>
<?cs set:Crumbs.0.label = Text.title.crm.contact_list ?>
<?cs set:Crumbs.0.url = "/crm/contact" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"crm/macro.cs" ?>
<div class="head">
  <h1><?cs var:Record.name ?></h1>
  <?cs if:Me.write ?>
    <div class="row">
      <a class="btn" href="/mailing/write/contact/<?cs var:Record.id ?>"><?cs var:Text.crm.write ?></a>
      <a class="btn primary" href="/crm/contact/<?cs var:Record.id ?>/edit"><?cs var:Text.crm.edit ?></a>
    </div>
  <?cs /if ?>
</div>
<?cs call:form_errors() ?>
<?cs call:crm_duplicates() ?>
<div class="cols">
  <div>
    <dl class="facts">
      <?cs call:fact(Text.field.id, Record.id) ?>
      <?cs if:Record.company ?>
        <div>
          <dt><?cs var:Text.field.contact.company ?></dt>
          <dd><a href="/crm/company/<?cs var:Record.company_id ?>"><?cs var:Record.company ?></a></dd>
        </div>
      <?cs /if ?>
      <?cs call:fact(Text.field.kana, Record.kana) ?>
      <?cs if:Record.mail_flag ?>
        <div>
          <dt><?cs var:Text.field.state ?></dt>
          <dd><?cs call:mail_flag(Record.mail_flag) ?></dd>
        </div>
      <?cs /if ?>
      <?cs call:fact(Text.field.department, Record.department) ?>
      <?cs call:fact(Text.field.job_title, Record.title) ?>
      <?cs call:fact(Text.field.mail, Record.mail) ?>
      <?cs call:fact(Text.field.mail_mobile, Record.mail_mobile) ?>
      <?cs call:fact(Text.field.mail_sub, Record.mail_sub) ?>
      <?cs call:fact(Text.field.phone, Record.phone) ?>
      <?cs call:fact(Text.field.owner, Record.owner) ?>
    </dl>

    <?cs if:Record.note ?>
      <section>
        <h2><?cs var:Text.field.note ?></h2>
        <p class="text"><?cs var:Record.note ?></p>
      </section>
    <?cs /if ?>
    <?cs call:crm_foot() ?>
  </div>
  <aside><?cs call:crm_mails() ?><?cs call:crm_history() ?><?cs call:crm_merges() ?></aside>
</div>
<?cs include!"layout/foot.cs" ?>
