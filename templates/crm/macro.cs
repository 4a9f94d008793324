<?cs # Pieces of the CRM's pages; include it after layout/head.cs. ?>
<?cs def:crm_history() ?>
  <section aria-labelledby="history-title">
    <h2 id="history-title"><?cs var:Text.crm.history ?></h2>
    <?cs if:Me.write ?>
      <form method="post" action="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/note" novalidate>
        <?cs call:form_token() ?>
        <?cs call:area(Form.body, "2") ?>
        <p class="actions"><button class="btn small"><?cs var:Text.crm.note_save ?></button></p>
      </form>
    <?cs /if ?>
    <?cs if:subcount(History) ?>
      <ul class="thread">
        <?cs each:h = History ?>
          <li class="msg">
            <header>
              <span><?cs var:Text.history[h.kind] ?></span>
              <span><?cs if:h.who ?><?cs var:h.who ?><?cs else ?><?cs var:Text.crm.who_system ?><?cs /if ?></span>
              <span class="push"><?cs var:h.at ?></span>
            </header>
            <?cs if:h.body ?>
              <div class="msg-body">
                <p class="text"><?cs var:h.body ?></p>
              </div>
            <?cs /if ?>
          </li>
        <?cs /each ?>
      </ul>
    <?cs else ?>
      <div class="thread">
        <p class="hint"><?cs var:Text.crm.history_none ?></p>
      </div>
    <?cs /if ?>
  </section>
<?cs /def ?>

<?cs def:crm_duplicate_do(d) ?>
  <div class="row push">
    <a class="btn small" href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/merge?with=<?cs var:d.id ?>">
      <?cs var:Text.duplicate.merge ?>
      <span class="vh"> <?cs var:d.name ?> <?cs var:d.id ?></span>
    </a>
    <form method="post"
        action="/crm/<?cs if:Noun == "contact" ?>contact/<?cs /if ?>duplicates/<?cs var:d.pair_id ?>/apart?back=<?cs var:url_escape(Record.id) ?>">
      <?cs call:form_token() ?>
      <button class="btn small quiet">
        <?cs var:Text.duplicate.apart ?>
        <span class="vh"> <?cs var:d.name ?> <?cs var:d.id ?></span>
      </button>
    </form>
  </div>
<?cs /def ?>

<?cs def:crm_duplicates() ?>
  <?cs if:subcount(Duplicates) ?>
    <section class="note note-warn" aria-labelledby="duplicates">
      <div>
        <p role="heading" aria-level="2" id="duplicates"><strong><?cs var:Text.duplicate.maybe ?></strong></p>
        <ul class="files">
          <?cs each:d = Duplicates ?>
            <li>
              <div>
                <a href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:d.id ?>"><?cs var:d.name ?></a> <?cs if:d.about ?>
                    <?cs var:d.about ?> <?cs /if ?>
                <span class="sub">ID
                    <?cs var:d.id ?>、<?cs var:d.reasons ?>(<?cs call:say(Text.duplicate.points, d.score) ?>)</span>
              </div>
              <?cs if:Me.write ?><?cs call:crm_duplicate_do(d) ?><?cs /if ?>
            </li>
          <?cs /each ?>
        </ul>
      </div>
    </section>
  <?cs /if ?>
<?cs /def ?>

<?cs def:crm_merges() ?>
  <?cs if:subcount(Merges) || Me.write ?>
    <section aria-labelledby="merges">
      <h2 id="merges"><?cs var:Text.duplicate.merges ?></h2>
      <?cs if:subcount(Merges) ?>
        <ul class="thread">
          <?cs each:m = Merges ?>
            <li class="msg">
              <header>
                <span>
                  <?cs if:m.undone ?>
                    <?cs var:Text.duplicate.was_undone ?>
                  <?cs else ?>
                    <?cs var:Text.duplicate.was_merged ?>
                  <?cs /if ?>
                </span>
                <span><?cs if:m.undone ?><?cs var:m.undone_by ?><?cs else ?><?cs var:m.who ?><?cs /if ?></span>
                <span class="push"><?cs if:m.undone ?><?cs var:m.undone ?><?cs else ?><?cs var:m.at ?><?cs /if ?></span>
              </header>
              <div class="msg-body">
                <p>ID <?cs var:m.gone_id ?> <?cs if:m.undone ?>
                    <a href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:m.gone_id ?>">
                    <?cs var:m.gone_name ?></a><?cs else ?><?cs var:m.gone_name ?><?cs /if ?></p>
                <?cs if:m.stayed ?>
                  <p class="hint"><?cs call:say(Text.duplicate.stayed, m.stayed) ?></p>
                <?cs /if ?>
                <?cs if:m.open && Me.write ?>
                  <p class="hint"><?cs call:say(Text.duplicate.until, m.until) ?></p>
                  <form method="post"
                      action="/crm/<?cs if:Noun == "contact" ?>contact/<?cs /if ?>merge/<?cs var:m.id ?>/undo">
                    <?cs call:form_token() ?>
                    <p class="actions">
                      <button class="btn small">
                        <?cs var:Text.duplicate.undo ?>
                        <span class="vh"> <?cs var:m.gone_name ?></span>
                      </button>
                    </p>
                  </form>
                <?cs /if ?>
              </div>
            </li>
          <?cs /each ?>
        </ul>
      <?cs else ?>
        <p class="hint"><?cs var:Text.duplicate[Noun].merges_none ?></p>
      <?cs /if ?>
      <?cs if:Me.write ?>
        <p class="actions">
          <a class="btn small" href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/merge">
            <?cs var:Text.duplicate[Noun].merge_other ?>
          </a>
        </p>
      <?cs /if ?>
    </section>
  <?cs /if ?>
<?cs /def ?>

<?cs def:crm_mails() ?>
  <section aria-labelledby="mails-title">
    <h2 id="mails-title"><?cs var:Text.crm.mails ?></h2>
    <?cs if:subcount(Mails) ?>
      <table class="list mini">
        <thead>
          <tr>
            <th scope="col"><?cs var:Text.field.compose.subject ?></th>
            <th scope="col"><?cs var:Text.field.state ?></th>
            <th scope="col"><?cs var:Text.field.created ?></th>
          </tr>
        </thead>
        <tbody>
          <?cs each:m = Mails ?>
            <tr>
              <th scope="row">
                <?cs if:m.run ?>
                  <a href="/mailing/run/<?cs var:url_escape(m.run) ?>"><?cs var:m.subject ?></a>
                <?cs elif:m.subject ?>
                  <?cs var:m.subject ?>
                <?cs else ?>
                  <?cs var:Text.crm.mail_private ?>
                <?cs /if ?>
                <span class="sub"><?cs var:m.who ?></span>
                <?cs if:m.files ?>
                  <span class="sub any"><?cs var:Text.crm.mail_files ?> <?cs var:m.files ?></span>
                  <?cs if:m.files_removed ?>
                    <span class="sub"><?cs call:say(Text.crm.mail_files_removed, m.files_removed) ?></span>
                  <?cs /if ?>
                  <?cs if:m.way == "link" ?>
                    <span class="sub"><?cs call:say(Text.crm.mail_downloads, m.downloads) ?></span>
                  <?cs /if ?>
                <?cs /if ?>
              </th>
              <td>
                <?cs call:outbox_state(m.state) ?>
                <?cs if:m.bounce ?><span class="sub"><?cs var:m.bounce ?></span><?cs /if ?>
              </td>
              <td><?cs var:m.at ?></td>
            </tr>
          <?cs /each ?>
        </tbody>
      </table>
    <?cs else ?>
      <p class="hint"><?cs var:Text.crm.mails_none ?></p>
    <?cs /if ?>
  </section>
<?cs /def ?>

<?cs def:crm_files() ?>
  <section aria-labelledby="files-title">
    <h2 id="files-title"><?cs var:Text.crm.files ?></h2>
    <?cs if:subcount(Files) ?>
      <ul class="files">
        <?cs each:f = Files ?>
          <li>
            <a href="/crm/file/<?cs var:f.id ?>"><?cs var:f.name ?></a>
            <span class="sub">
              <?cs if:f.size < #1024 ?><?cs var:f.size ?> B<?cs elif:f.size < #1048576 ?><?cs var:f.size / #1024 ?>
                  KB<?cs else ?><?cs var:f.size / #1048576 ?> MB<?cs /if ?>、<?cs var:f.at ?> <?cs var:f.who ?>
            </span>
            <?cs if:Me.write ?>
              <form method="post" action="/crm/file/<?cs var:f.id ?>/remove">
                <?cs call:form_token() ?>
                <button class="btn small quiet danger">
                  <?cs var:Text.crm.file_remove ?>
                  <span class="vh"> <?cs var:f.name ?></span>
                </button>
              </form>
            <?cs /if ?>
          </li>
        <?cs /each ?>
      </ul>
    <?cs else ?>
      <p class="hint"><?cs var:Text.crm.file_none ?></p>
    <?cs /if ?>
    <?cs if:Me.write ?>
      <form method="post" action="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:Record.id ?>/file"
          enctype="multipart/form-data" novalidate>
        <?cs call:form_token() ?>
        <div class="field<?cs if:Form.file.err ?> has-err<?cs /if ?>">
          <label for="file"><?cs var:Text.crm.file_add ?></label>
          <p class="hint" id="file-hint"><?cs var:Text.hint.file ?></p>
          <?cs if:Form.file.err ?>
            <p class="err" id="file-err"><?cs var:Form.file.err ?></p>
          <?cs /if ?>
          <input class="w-full" id="file" name="file" type="file" multiple required aria-describedby="file-hint">
        </div>
        <p class="actions"><button class="btn small"><?cs var:Text.crm.file_add ?></button></p>
      </form>
    <?cs /if ?>
  </section>
<?cs /def ?>

<?cs def:crm_foot() ?>
  <p class="sub">
    <?cs var:Text.crm.created_by ?> <?cs var:Record.created ?>、<?cs var:Text.crm.updated_at ?> <?cs var:Record.updated ?>
  </p>
<?cs /def ?>

<?cs def:money(from, to) ?>
  <?cs if:to ?><?cs var:from ?>〜<?cs var:to ?><?cs var:Text.crm.yen ?><?cs elif:from ?><?cs var:from ?>
      <?cs var:Text.crm.yen ?>〜<?cs /if ?>
<?cs /def ?>
