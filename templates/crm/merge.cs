<?cs if:Noun == "contact" ?>
  <?cs set:Crumbs.0.label = Text.title.crm.contact_list ?>
  <?cs set:Crumbs.0.url = "/crm/contact" ?>
<?cs else ?>
  <?cs set:Crumbs.0.label = Text.title.crm.resume_list ?>
  <?cs set:Crumbs.0.url = "/crm/resume" ?>
<?cs /if ?>
<?cs set:Crumbs.1.label = Record.name ?>
<?cs if:Noun == "contact" ?>
  <?cs set:Crumbs.1.url = "/crm/contact/" + Record.id ?>
<?cs else ?>
  <?cs set:Crumbs.1.url = "/crm/resume/" + Record.id ?>
<?cs /if ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"crm/macro.cs" ?>

<?cs # Two records side by side: which one stays, and whose value each field takes. ?>
<?cs def:side(f, side, value) ?>
  <?cs if:f.pick ?>
    <label class="choice">
      <input type="radio" name="<?cs var:f.name ?>" value="<?cs var:side ?>"<?cs if:f.pick == side ?>
          checked<?cs /if ?>>
      <span class="text any">
        <?cs if:value ?><?cs var:value ?><?cs else ?><span class="sub"><?cs var:Text.list.nothing ?></span><?cs /if ?>
      </span>
    </label>
  <?cs else ?>
    <span class="text any"><?cs var:value ?></span>
  <?cs /if ?>
<?cs /def ?>

<?cs def:moves(label, a, b) ?>
  <tr>
    <th scope="row"><?cs var:label ?></th>
    <td class="num"><?cs var:a ?></td>
    <td class="num"><?cs var:b ?></td>
  </tr>
<?cs /def ?>

<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<?cs if:Other.id ?>
  <p><?cs call:say(Text.duplicate[Noun].merge_lead, Days) ?></p>
  <?cs if:OtherCompany ?><?cs call:note("note-warn", Text.duplicate.other_company) ?><?cs /if ?>
  <form method="post" action="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/merge" novalidate>
    <?cs call:form_token() ?>
    <input type="hidden" name="with" value="<?cs var:Other.id ?>">
    <input type="hidden" name="left_version" value="<?cs var:Record.version ?>">
    <input type="hidden" name="right_version" value="<?cs var:Other.version ?>">
    <fieldset class="field">
      <legend><?cs var:Text.duplicate[Noun].keep ?></legend>
      <p class="hint"><?cs var:Text.duplicate[Noun].keep_hint ?></p>
      <label class="choice"><input type="radio" name="keep" value="left"<?cs if:Keep == "left" ?> checked<?cs /if ?>>ID
          <?cs var:Record.id ?> <?cs var:Record.name ?>
          (<?cs var:Text.crm.updated_at ?> <?cs var:Record.updated ?>)</label>
      <label class="choice">
          <input type="radio" name="keep" value="right"<?cs if:Keep == "right" ?> checked<?cs /if ?>>ID
          <?cs var:Other.id ?> <?cs var:Other.name ?>
          (<?cs var:Text.crm.updated_at ?> <?cs var:Other.updated ?>)</label>
    </fieldset>
    <h2><?cs var:Text.duplicate.fields ?></h2>
    <p class="hint"><?cs var:Text.duplicate.fields_hint ?></p>
    <div class="scroll" tabindex="0" role="region" aria-label="<?cs var:Text.duplicate.fields ?>">
      <table class="list">
        <caption class="vh"><?cs var:Text.duplicate.fields ?></caption>
        <thead>
          <tr>
            <th scope="col"><?cs var:Text.duplicate.field ?></th>
            <th scope="col">ID <?cs var:Record.id ?></th>
            <th scope="col">ID <?cs var:Other.id ?></th>
          </tr>
        </thead>
        <tbody>
          <?cs each:f = Fields ?>
            <tr>
              <th scope="row">
                <?cs var:f.label ?>
                <?cs if:f.both ?>
                  <label class="choice">
                    <input type="radio" name="<?cs var:f.name ?>" value="both"<?cs if:f.pick == "both" ?>
                        checked<?cs /if ?>>
                    <?cs var:Text.duplicate.keep_both ?>
                    <span class="vh"> <?cs var:f.label ?></span>
                  </label>
                <?cs /if ?>
              </th>
              <?cs if:f.same ?>
                <td colspan="2"><span class="text any"><?cs var:f.left ?></span></td>
              <?cs else ?>
                <td data-label="ID <?cs var:Record.id ?>"><?cs call:side(f, "left", f.left) ?></td>
                <td data-label="ID <?cs var:Other.id ?>"><?cs call:side(f, "right", f.right) ?></td>
              <?cs /if ?>
            </tr>
          <?cs /each ?>
        </tbody>
      </table>
    </div>
    <h2><?cs var:Text.duplicate.moves ?></h2>
    <p class="hint"><?cs var:Text.duplicate[Noun].moves_hint ?></p>
    <table class="list mini">
      <thead>
        <tr>
          <th scope="col"><?cs var:Text.duplicate.what ?></th>
          <th scope="col" class="num">ID <?cs var:Record.id ?></th>
          <th scope="col" class="num">ID <?cs var:Other.id ?></th>
        </tr>
      </thead>
      <tbody>
        <?cs if:Noun == "contact" ?>
          <?cs call:moves(Text.duplicate.jobs, Left.jobs, Right.jobs) ?>
        <?cs else ?>
          <?cs call:moves(Text.crm.files, Left.files, Right.files) ?>
          <?cs call:moves(Text.crm.processes, Left.processes, Right.processes) ?>
        <?cs /if ?>
        <?cs call:moves(Text.crm.mails, Left.mails, Right.mails) ?>
        <?cs call:moves(Text.crm.history, Left.histories, Right.histories) ?>
      </tbody>
    </table>
    <?cs if:subcount(Jobs) ?>
      <h3><?cs var:Text.duplicate.both ?></h3>
      <p class="hint"><?cs var:Text.duplicate.both_hint ?></p>
      <table class="list mini">
        <thead>
          <tr>
            <th scope="col"><?cs var:Text.field.job.name ?></th>
            <th scope="col">ID <?cs var:Record.id ?></th>
            <th scope="col">ID <?cs var:Other.id ?></th>
          </tr>
        </thead>
        <tbody>
          <?cs each:j = Jobs ?>
            <tr>
              <th scope="row"><?cs var:j.name ?></th>
              <td><?cs call:phase(j.left_phase) ?></td>
              <td><?cs call:phase(j.right_phase) ?></td>
            </tr>
          <?cs /each ?>
        </tbody>
      </table>
    <?cs /if ?>
    <p class="actions">
      <button class="btn primary"><?cs var:Text.duplicate.do ?></button>
      <a class="btn quiet" href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>">
        <?cs var:Text.duplicate.cancel ?>
      </a>
    </p>
  </form>
<?cs else ?>
  <p><?cs call:say(Text.duplicate[Noun].ask, Record.name) ?></p>
  <form method="get" action="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/merge" novalidate>
    <?cs call:field_w(Form.with, "w-s") ?>
    <p class="actions">
      <button class="btn primary"><?cs var:Text.duplicate.compare ?></button>
      <a class="btn quiet" href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>">
        <?cs var:Text.duplicate.cancel ?>
      </a>
    </p>
  </form>
  <?cs if:subcount(Duplicates) ?>
    <h2><?cs var:Text.duplicate.maybe ?></h2>
    <ul class="files">
      <?cs each:d = Duplicates ?>
        <li>
          <div>
            <a href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/merge?with=<?cs var:d.id ?>">
              <?cs var:d.name ?>
            </a>
            <span class="sub">ID <?cs var:d.id ?>、<?cs var:d.reasons ?></span>
          </div>
        </li>
      <?cs /each ?>
    </ul>
  <?cs /if ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
