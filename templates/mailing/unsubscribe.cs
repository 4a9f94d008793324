<?cs set:Gate.wide = "1" ?>
<?cs include!"layout/gate.cs" ?>

<?cs # The link in every bulk mail: who sends what to this address, and how it ends. No session, and so no token to stop: the route says why. ?>
<h1><?cs call:say(Text.mailing.unsubscribe.title, Target.org) ?></h1>
<p class="any"><strong><?cs var:Target.addr ?></strong></p>
<?cs if:Stop.reason ?>
  <section aria-labelledby="state">
    <h2 id="state"><?cs var:Text.mailing.unsubscribe.state ?></h2>
    <div class="note" role="status">
      <div>
        <?cs var:Text.mailing.unsubscribe.already ?> <?cs if:Stop.reason == "request" ?>
            <?cs call:say(Text.mailing.unsubscribe.since, Stop.since) ?><?cs elif:Stop.reason == "hand" ?>
            <?cs call:say(Text.mailing.unsubscribe.since_hand, Stop.since) ?><?cs else ?>
            <?cs call:say(Text.mailing.unsubscribe.since_bounce, Stop.since) ?><?cs /if ?>
      </div>
    </div>
    <?cs if:Stop.reason == "request" ?>
      <p><?cs call:say(Text.mailing.unsubscribe.back_lead, Target.org) ?></p>
      <form method="post" action="/mailing/u/<?cs var:url_escape(Target.token) ?>/back">
        <?cs call:form_token() ?>
        <p class="actions"><button class="btn"><?cs var:Text.mailing.unsubscribe.back ?></button></p>
      </form>
    <?cs else ?>
      <p class="hint"><?cs call:say(Text.mailing.unsubscribe.back_other, Target.org) ?></p>
    <?cs /if ?>
  </section>
<?cs else ?>
  <section aria-labelledby="stop">
    <h2 id="stop"><?cs var:Text.mailing.unsubscribe.question ?></h2>
    <p><?cs call:say(Text.mailing.unsubscribe.lead, Target.org) ?></p>
    <form method="post" action="/mailing/u/<?cs var:url_escape(Target.token) ?>">
      <?cs call:form_token() ?>
      <p class="actions"><button class="btn primary"><?cs var:Text.mailing.unsubscribe.button ?></button></p>
    </form>
    <p class="hint"><?cs var:Text.mailing.unsubscribe.keep ?></p>
  </section>
<?cs /if ?>
<section aria-labelledby="sender">
  <h2 id="sender"><?cs var:Text.mailing.unsubscribe.sender ?></h2>
  <dl class="facts">
    <?cs call:fact(Text.mailing.unsubscribe.org, Target.org) ?>
    <?cs call:fact(Text.field.address, Org.address) ?>
    <?cs call:fact(Text.mailing.unsubscribe.contact, Org.contact) ?>
    <?cs if:subcount(Kinds) ?>
      <div>
        <dt><?cs var:Text.mailing.unsubscribe.kinds ?></dt>
        <dd>
          <?cs each:k = Kinds ?>
            <?cs if:!first(k) ?><br><?cs /if ?>
            <?cs var:Text.mailing.unsubscribe.kind[k.kind] ?>
          <?cs /each ?>
        </dd>
      </div>
    <?cs /if ?>
  </dl>
</section>
<section aria-labelledby="mails">
  <h2 id="mails"><?cs var:Text.mailing.unsubscribe.mails ?></h2>
  <?cs if:subcount(Mails) ?>
    <p class="hint"><?cs var:Text.mailing.unsubscribe.mails_hint ?></p>
    <ul class="thread">
      <?cs each:m = Mails ?>
        <li class="msg">
          <header>
            <span class="any"><?cs var:m.from ?> &lt;<?cs var:m.addr ?>&gt;</span>
            <span class="push"><?cs var:m.at ?></span>
          </header>
          <div class="msg-body">
            <p class="any"><?cs var:m.subject ?></p>
          </div>
        </li>
      <?cs /each ?>
    </ul>
  <?cs else ?>
    <p class="hint"><?cs var:Text.mailing.unsubscribe.mails_none ?></p>
  <?cs /if ?>
</section>
<?cs include!"layout/gate_foot.cs" ?>
