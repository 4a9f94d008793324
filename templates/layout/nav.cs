<?cs #
  What head.cs shows around a page: menu, run icon, account menu, breadcrumb. An entry stands only where the organisation has the
  feature and the account the role; the routes refuse all the same. A new page of an area adds its
  line to part_nav(): address, label, and what the addresses below it begin with.
?>
<?cs def:nav_item(url, label, below) ?>
  <li>
    <a href="<?cs var:path(url) ?>"<?cs if:Page.path == url ?>
        aria-current="page"<?cs elif:string.find(Page.path, below) == #0 ?> aria-current="true"<?cs /if ?>>
      <?cs var:label ?>
    </a>
  </li>
<?cs /def ?>

<?cs def:nav_home(url, label) ?>
  <li>
    <a href="<?cs var:path(url) ?>"<?cs if:Page.path == url ?> aria-current="page"<?cs /if ?>><?cs var:label ?></a>
  </li>
<?cs /def ?>

<?cs def:nav_agency() ?>
  <ul><?cs call:nav_home("/crm/", Text.nav.home) ?></ul>
  <p id="nav-crm"><?cs var:Text.nav.crm ?></p>
  <ul aria-labelledby="nav-crm">
    <?cs call:nav_item("/crm/resume", Text.nav.resume, "/crm/resume/") ?>
    <?cs call:nav_item("/crm/job", Text.nav.job, "/crm/job/") ?>
    <?cs call:nav_item("/crm/company", Text.nav.company, "/crm/company/") ?>
    <?cs call:nav_item("/crm/contact", Text.nav.contact, "/crm/contact/") ?>
    <?cs call:nav_item("/crm/process", Text.nav.process, "/crm/process/") ?>
    <?cs call:nav_item("/crm/duplicates", Text.nav.duplicates, "/crm/duplicates/") ?>
  </ul>
  <p id="nav-mail"><?cs var:Text.nav.mailing ?></p>
  <ul aria-labelledby="nav-mail">
    <?cs call:nav_item("/mailing/runs", Text.nav.run, "/mailing/run") ?>
    <?cs call:nav_item("/mailing/templates", Text.nav.template, "/mailing/template") ?>
    <?cs if:Me.write ?><?cs call:nav_item("/mailing/signatures", Text.nav.signature, "/mailing/signature") ?><?cs /if ?>
    <?cs call:nav_item("/mailing/stops", Text.nav.dnc, "/mailing/stop") ?>
  </ul>
<?cs /def ?>

<?cs def:nav_staff() ?>
  <ul><?cs call:nav_home("/office/", Text.nav.office) ?></ul>
  <p id="nav-office"><?cs var:Text.nav.operation ?></p>
  <ul aria-labelledby="nav-office">
    <?cs call:nav_item("/office/org", Text.nav.org, "/office/org/") ?>
    <?cs if:Me.is.support || Me.is.sysadmin ?>
      <?cs call:nav_item("/office/outbox", Text.nav.outbox, "/office/outbox/") ?>
      <?cs call:nav_item("/office/dnc", Text.nav.dnc, "/office/dnc/") ?>
    <?cs /if ?>
    <?cs if:Me.is.sysadmin ?>
      <?cs call:nav_item("/office/staff", Text.nav.staff, "/office/staff/") ?>
      <?cs call:nav_item("/office/audit", Text.nav.audit, "/office/audit/") ?>
    <?cs /if ?>
  </ul>
<?cs /def ?>

<?cs def:part_nav() ?>
  <?cs if:Me.feature.agency && Me.client ?><?cs call:nav_agency() ?><?cs /if ?>
  <?cs if:Me.staff ?><?cs call:nav_staff() ?><?cs /if ?>
  <p id="nav-own"><?cs var:Text.nav.own ?></p>
  <ul aria-labelledby="nav-own">
    <?cs if:Me.is.admin ?><?cs call:nav_item("/account/members", Text.nav.members, "/account/members/") ?><?cs /if ?>
    <?cs call:nav_item("/account/settings", Text.nav.settings, "/account/settings/") ?>
  </ul>
<?cs /def ?>

<?cs # ---- run icon (S3-26): shape, word and colour; the script may refresh it, see static/page.js ?>
<?cs def:part_run_icon() ?>
  <details class="run" name="bar"
      data-state="<?cs if:Run.busy > #0 ?>busy<?cs elif:Run.done > #0 ?>done<?cs else ?>idle<?cs /if ?>"
      data-busy="<?cs var:Text.run.icon_busy ?>" data-done="<?cs var:Text.run.icon_done ?>"
      data-idle="<?cs var:Text.run.icon_idle ?>"<?cs if:Run.poll_url ?>
      data-poll="<?cs var:path(Run.poll_url) ?>"<?cs /if ?>>
    <summary>
      <svg class="run-busy" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 3a9 9 0 1 1-8.5 6"/>
        <path d="M12 7v5l3.5 2"/>
      </svg>
      <svg class="run-done" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="9"/>
        <path d="M7.5 12.5l3 3 6-7"/>
      </svg>
      <svg class="run-idle" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="9" stroke-dasharray="2.5 4"/>
      </svg>
      <span role="status">
        <?cs if:Run.busy > #0 ?>
          <?cs call:say(Text.run.icon_busy, Run.busy) ?>
        <?cs elif:Run.done > #0 ?>
          <?cs call:say(Text.run.icon_done, Run.done) ?>
        <?cs else ?>
          <?cs var:Text.run.icon_idle ?>
        <?cs /if ?>
      </span>
    </summary>
    <div class="drop">
      <p>
        <?cs if:Run.busy > #0 ?>
          <?cs call:say(Text.run.busy, Run.busy) ?>
        <?cs elif:Run.done > #0 ?>
          <?cs call:say(Text.run.done, Run.done) ?>
        <?cs else ?>
          <?cs var:Text.run.idle ?>
        <?cs /if ?>
      </p>
      <a href="/mailing/runs"><?cs var:Text.nav.run ?></a>
      <?cs if:Run.result_url ?><a href="<?cs var:url(Run.result_url) ?>"><?cs var:Text.run.result ?></a><?cs /if ?>
      <button type="button" data-still hidden><?cs var:Text.run.still ?></button>
    </div>
  </details>
<?cs /def ?>

<?cs def:account_menu() ?>
  <details name="bar">
    <summary>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="8" r="4"/>
        <path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>
      </svg>
      <span><?cs var:Me.name ?></span>
    </summary>
    <ul class="drop">
      <li><a href="/account/settings"><?cs var:Text.nav.settings ?></a></li>
      <li>
        <form method="post" action="/account/lang">
          <?cs call:form_token() ?>
          <input type="hidden" name="back" value="<?cs var:Page.path ?>">
          <?cs if:Page.lang == "en" ?>
            <button name="to" value="ja" lang="ja">日本語</button>
          <?cs else ?>
            <button name="to" value="en" lang="en">English</button>
          <?cs /if ?>
        </form>
      </li>
      <li>
        <form method="post" action="/account/signout">
          <?cs call:form_token() ?>
          <button><?cs var:Text.layout.signout ?></button>
        </form>
      </li>
    </ul>
  </details>
<?cs /def ?>

<?cs # ---- breadcrumb: ホーム, Crumbs.0 to Crumbs.3 in whatever order they were set, this page; none on the home pages ?>
<?cs def:crumb_home() ?>
  <?cs if:Page.area == "office" ?>
    <li><a href="/office/"><?cs var:Text.nav.home ?></a></li>
  <?cs elif:Me.feature.agency && Me.client ?>
    <li><a href="/crm/"><?cs var:Text.nav.home ?></a></li>
  <?cs else ?>
    <li><a href="/"><?cs var:Text.nav.home ?></a></li>
  <?cs /if ?>
<?cs /def ?>

<?cs def:part_crumbs() ?>
  <?cs if:Page.path != "/crm/" && Page.path != "/office/" && Page.path != "/" ?>
    <nav class="crumbs" aria-label="<?cs var:Text.layout.crumbs ?>">
      <ol>
        <?cs call:crumb_home() ?>
        <?cs loop:i = #0, #3, #1 ?>
          <?cs if:Crumbs[i].label ?>
            <li><a href="<?cs var:url(Crumbs[i].url) ?>"><?cs var:Crumbs[i].label ?></a></li>
          <?cs /if ?>
        <?cs /loop ?>
        <li aria-current="page"><?cs var:Page.title ?></li>
      </ol>
    </nav>
  <?cs /if ?>
<?cs /def ?>
