<?cs set:Page.title = Mail.subject ?>
<?cs set:Crumbs.0.label = Text.title.office.outbox ?>
<?cs set:Crumbs.0.url = "/office/outbox" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<div class="head">
  <h1><?cs var:Mail.subject ?></h1>
</div>
<section aria-labelledby="part-facts" class="part">
  <h2 id="part-facts"><?cs var:Text.office.mail_facts ?></h2>
  <dl class="facts">
    <?cs call:fact(Text.office.org, Outbox.org) ?>
    <div>
      <dt><?cs var:Text.office.to ?></dt>
      <dd><?cs var:Outbox.to_name ?> &lt;<?cs var:Outbox.to_addr ?>&gt;</dd>
    </div>
    <div>
      <dt><?cs var:Text.office.state ?></dt>
      <dd><?cs call:outbox_state(Outbox.state) ?></dd>
    </div>
    <?cs call:fact(Text.office.attempts, Outbox.attempts) ?>
    <?cs if:Outbox.smtp_code > #0 ?>
      <div>
        <dt><?cs var:Text.office.answer ?></dt>
        <dd><?cs var:Outbox.smtp_code ?> <?cs var:Outbox.smtp_text ?></dd>
      </div>
    <?cs /if ?>
    <?cs call:fact(Text.office.message_id, Outbox.message_id) ?>
    <?cs call:fact(Text.office.bounce, Outbox.bounce) ?>
    <?cs call:fact(Text.office.created_at, Outbox.created_at) ?>
    <?cs call:fact(Text.office.due_at, Outbox.due_at) ?>
    <?cs call:fact(Text.office.done_at, Outbox.done_at) ?>
  </dl>
</section>
<section aria-labelledby="part-tries" class="part">
  <h2 id="part-tries"><?cs var:Text.office.tries ?></h2>
  <?cs if:subcount(Tries) > #0 ?>
    <?cs call:table_begin(Text.office.tries) ?>
    <thead>
      <tr>
        <th scope="col" class="num"><?cs var:Text.office.attempts ?></th>
        <th scope="col"><?cs var:Text.office.at ?></th>
        <th scope="col"><?cs var:Text.office.answer ?></th>
      </tr>
    </thead>
    <tbody>
      <?cs each:t = Tries ?>
        <tr>
          <th scope="row" class="num"><?cs var:t.attempt ?></th>
          <td class="nw" data-label="<?cs var:Text.office.at ?>"><?cs var:t.at ?></td>
          <td data-label="<?cs var:Text.office.answer ?>"><?cs var:t.smtp_code ?> <?cs var:t.smtp_text ?></td>
        </tr>
      <?cs /each ?>
    </tbody>
    <?cs call:table_end() ?>
  <?cs else ?>
    <p><?cs var:Text.office.tries_none ?></p>
  <?cs /if ?>
</section>
<section aria-labelledby="part-text" class="part">
  <h2 id="part-text"><?cs var:Text.office.mail_text ?></h2>
  <dl class="facts">
    <div>
      <dt><?cs var:Text.office.from ?></dt>
      <dd><?cs var:Mail.from_name ?> &lt;<?cs var:Mail.from_addr ?>&gt;</dd>
    </div>
    <?cs call:fact(Text.office.reply_to, Mail.reply_to) ?>
    <?cs call:fact(Text.office.subject, Mail.subject) ?>
  </dl>
  <div class="text prose"><?cs var:Mail.body ?></div>
  <p class="hint"><?cs var:Text.office.links_hidden ?></p>
</section>
<p><a href="/office/outbox"><?cs var:Text.office.to_outbox ?></a></p>
<?cs include!"layout/foot.cs" ?>
