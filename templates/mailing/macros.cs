<?cs # What several pages of the area share. Include it after layout/head.cs.

    call:mail_text(Preview)               one mail as it will be: Preview.name addr subject body
    call:scope_words(Bulk)                対象範囲 in words
    call:origin()                         the matching list that it began at, when Origin.id
    call:mail_field_words()               the mail fields that are used, from Recipients
    call:left_out()                       who of the scope gets no mail, and why
    call:records_words()  call:mails_words()   how many, 以上 when not all were counted
    call:digest_list()                    the JOBs that it announces, from Digest
    call:handed_note()                    what 送信済 means (S3-29)
    call:part(id, title, note)            heading of a part of a form, in its left column
?>
<?cs def:part(id, title, note) ?>
  <h2 id="<?cs var:id ?>"><?cs var:title ?><?cs if:note ?><small><?cs var:note ?></small><?cs /if ?></h2>
<?cs /def ?>

<?cs def:mail_text(m) ?>
  <article class="msg" aria-labelledby="mail-to">
    <header>
      <span id="mail-to">
        <?cs var:Text.mailing.preview.to ?> <strong><?cs var:m.name ?></strong> <span class="any">
            <?cs var:m.addr ?></span>
      </span>
    </header>
    <div class="msg-body">
      <p><?cs var:m.subject ?></p>
      <p class="text"><?cs var:m.body ?></p>
      <p class="sub"><?cs var:Text.mailing.preview.footer ?></p>
    </div>
  </article>
<?cs /def ?>

<?cs def:scope_words(r) ?><?cs var:Options.scope.list[r.list] ?> <?cs var:Options.scope.scope[r.scope] ?><?cs /def ?>

<?cs def:origin() ?>
  <a href="/crm/<?cs var:url_escape(Origin.noun) ?>/<?cs var:Origin.id ?>/match">
    <?cs call:say(Text.match.of, Origin.name) ?>
  </a>
<?cs /def ?>

<?cs def:records_words() ?>
  <?cs if:Capped ?>
    <?cs call:say(Text.mailing.records_capped, Records) ?>
  <?cs else ?>
    <?cs call:say(Text.mailing.records, Records) ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:mail_field_words() ?>
  <?cs set:Field_words.n = #0 ?>
  <?cs each:f = Recipients ?>
    <?cs if:f.on ?>
      <?cs if:Field_words.n > #0 ?><?cs var:Text.list.comma ?><?cs /if ?>
      <?cs set:Field_words.n = Field_words.n + #1 ?>
      <?cs var:Options.compose.fields[f.field] ?>
    <?cs /if ?>
  <?cs /each ?>
<?cs /def ?>

<?cs def:left_out() ?>
  <?cs if:LeftOut.without ?><?cs call:say(Text.mailing.left.without, LeftOut.without) ?><?cs /if ?>
  <?cs if:LeftOut.duplicate ?><?cs call:say(Text.mailing.left.duplicate, LeftOut.duplicate) ?><?cs /if ?>
  <?cs if:LeftOut.stopped ?><?cs call:say(Text.mailing.left.stopped, LeftOut.stopped) ?><?cs /if ?>
<?cs /def ?>

<?cs def:mails_words() ?>
  <?cs if:Capped ?>
    <?cs call:say(Text.mailing.mails_capped, Mails) ?>
  <?cs else ?>
    <?cs call:say(Text.mailing.mails, Mails) ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:digest_list() ?>
  <?cs if:subcount(Digest) ?>
    <ul class="files">
      <?cs each:j = Digest ?>
        <li>
          <a href="/crm/job/<?cs var:j.id ?>"><?cs var:j.name ?></a> <span class="sub">
              <?cs var:j.id ?> <?cs var:j.company ?></span>
        </li>
      <?cs /each ?>
    </ul>
  <?cs /if ?>
<?cs /def ?>

<?cs def:handed_note() ?>
  <p class="hint"><?cs var:Text.mailing.handed ?></p>
<?cs /def ?>
