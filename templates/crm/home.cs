<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<div class="cols half">
  <section class="box" aria-labelledby="waiting">
    <h2 id="waiting"><?cs var:Text.home.waiting ?></h2>
    <p class="hint"><?cs call:say(Text.home.waiting_hint, WaitingDays) ?></p>
    <?cs if:subcount(Waiting) ?>
      <table class="list mini">
        <thead>
          <tr>
            <th scope="col"><?cs var:Text.field.name ?></th>
            <th scope="col"><?cs var:Text.field.phase ?></th>
            <th scope="col" class="num"><?cs var:Text.home.days ?></th>
          </tr>
        </thead>
        <tbody>
          <?cs each:w = Waiting ?>
            <tr>
              <th scope="row">
                <a href="/crm/process/<?cs var:w.id ?>"><?cs var:w.name ?></a>
                <span class="sub"><?cs var:w.job ?></span>
              </th>
              <td><?cs call:phase(w.phase) ?></td>
              <td class="num"><?cs var:w.days ?></td>
            </tr>
          <?cs /each ?>
        </tbody>
      </table>
    <?cs else ?>
      <p><?cs var:Text.home.waiting_none ?></p>
    <?cs /if ?>
  </section>
  <div>
    <section class="box" aria-labelledby="runs">
      <h2 id="runs"><?cs var:Text.nav.run ?></h2>
      <?cs if:subcount(Runs) ?>
        <ul class="files">
          <?cs each:r = Runs ?>
            <li>
              <a href="/mailing/run/<?cs var:r.id ?>"><?cs var:r.subject ?></a> <?cs call:run_state(r.state) ?>
              <?cs if:r.n_failed > #0 || r.n_doubt > #0 ?>
                <span class="sub">
                  <?cs var:Options.outbox.state.failed ?> <?cs var:r.n_failed ?>、<?cs var:Options.outbox.state.doubt ?> <?cs var:r.n_doubt ?>
                </span>
              <?cs /if ?>
              <?cs call:progress_bar(r) ?>
            </li>
          <?cs /each ?>
        </ul>
      <?cs else ?>
        <p><?cs var:Text.home.runs_none ?></p>
      <?cs /if ?>
      <p class="actions"><a href="/mailing/runs"><?cs var:Text.home.runs_all ?></a></p>
    </section>
    <section class="box" aria-labelledby="phases">
      <h2 id="phases"><?cs var:Text.home.phases ?></h2>
      <figure class="fig">
        <svg viewBox="0 0 420 252" role="img" aria-labelledby="phases">
          <?cs each:p = Phases ?>
            <text x="0" y="<?cs var:p.y + #17 ?>"><?cs var:Options.phase[p.phase] ?></text>
            <rect class="f-sent" x="84" y="<?cs var:p.y + #4 ?>" width="<?cs var:p.width ?>" height="18"/>
            <text class="v" x="<?cs var:p.width + #92 ?>" y="<?cs var:p.y + #17 ?>"><?cs var:p.n ?></text>
          <?cs /each ?>
        </svg>
        <details class="more">
          <summary><?cs var:Text.home.table ?></summary>
          <table class="list mini">
            <thead>
              <tr>
                <th scope="col"><?cs var:Text.field.phase ?></th>
                <th scope="col" class="num"><?cs var:Text.home.number ?></th>
              </tr>
            </thead>
            <tbody>
              <?cs each:p = Phases ?>
                <tr>
                  <th scope="row"><?cs var:Options.phase[p.phase] ?></th>
                  <td class="num"><?cs var:p.n ?></td>
                </tr>
              <?cs /each ?>
            </tbody>
          </table>
        </details>
      </figure>
    </section>
    <section class="box" aria-labelledby="mails">
      <h2 id="mails"><?cs var:Text.home.mails ?></h2>
      <?cs if:Mails.most ?>
        <figure class="fig">
          <svg viewBox="0 0 420 150" role="img" aria-labelledby="mails">
            <line class="grid-line" x1="0" y1="120" x2="420" y2="120"/>
            <?cs each:d = Days ?>
              <rect class="f-sent" x="<?cs var:d.x ?>" y="<?cs var:d.sent_y ?>" width="24"
                  height="<?cs var:d.sent_h ?>"/>
              <rect class="f-failed" x="<?cs var:d.x ?>" y="<?cs var:d.failed_y ?>" width="24"
                  height="<?cs var:d.failed_h ?>"/>
              <rect class="f-suppressed" x="<?cs var:d.x ?>" y="<?cs var:d.held_y ?>" width="24"
                  height="<?cs var:d.held_h ?>"/>
              <text x="<?cs var:d.x ?>" y="138"><?cs var:d.label ?></text>
            <?cs /each ?>
          </svg>
          <ul class="key">
            <li>
              <svg viewBox="0 0 10 10" aria-hidden="true"><rect class="f-sent" width="10" height="10"/></svg>
              <?cs var:Options.outbox.state.sent ?>
            </li>
            <li>
              <svg viewBox="0 0 10 10" aria-hidden="true"><rect class="f-failed" width="10" height="10"/></svg>
              <?cs var:Text.home.failed ?>
            </li>
            <li>
              <svg viewBox="0 0 10 10" aria-hidden="true"><rect class="f-suppressed" width="10" height="10"/></svg>
              <?cs var:Text.home.held ?>
            </li>
          </ul>
          <details class="more">
            <summary><?cs var:Text.home.table ?></summary>
            <table class="list mini">
              <thead>
                <tr>
                  <th scope="col"><?cs var:Text.home.day ?></th>
                  <th scope="col" class="num"><?cs var:Options.outbox.state.sent ?></th>
                  <th scope="col" class="num"><?cs var:Text.home.failed ?></th>
                  <th scope="col" class="num"><?cs var:Text.home.held ?></th>
                </tr>
              </thead>
              <tbody>
                <?cs each:d = Days ?>
                  <tr>
                    <th scope="row"><?cs var:d.day ?></th>
                    <td class="num"><?cs var:d.sent ?></td>
                    <td class="num"><?cs var:d.failed ?></td>
                    <td class="num"><?cs var:d.held ?></td>
                  </tr>
                <?cs /each ?>
              </tbody>
            </table>
          </details>
        </figure>
      <?cs else ?>
        <p><?cs var:Text.home.mails_none ?></p>
      <?cs /if ?>
    </section>
  </div>
</div>
<?cs include!"layout/foot.cs" ?>
