<?cs #
  Small pieces for every page; they come with head.cs and gate.cs.

    call:say(Text.list.of, n)             a message whose %1 is the value
    call:badge("is-on", word)             a state: shape and word. Shapes: is-on is-done is-wait is-busy is-stop is-pause is-off
                                          is-warn is-fail
    call:phase(r.phase)                   フェーズ of a レジュメ or 選考プロセス
    call:job_state(r.state)  call:run_state(r.state)  call:outbox_state(r.state)  call:mail_flag(r.mail_flag)
    call:steps("input")                   入力 → 確認 → 完了: input, confirm or done
    call:confirm_begin(caption)  call:confirm_row(label, value)  call:confirm_end()
                                          a value with markup of its own: confirm_cell(label) ... confirm_cell_end()
    call:fact(label, value)               a row of <dl class="facts">, nothing when the value is empty
    call:tags(Parts)                      text with tags {{ }} in small frames: Parts.N.{text} or Parts.N.{tag}
    call:progress("/mailing/run/5/progress", "sending")   a run with figures, from Progress.N.{name,count,x,width}, Total and Left.minutes; a script
                                          asks the address and moves the strip
    call:progress_bar(r)                  the strip alone, in a list: r.n_total n_sent n_failed n_suppressed n_doubt n_stopped n_deferred
    call:list_empty(title, what to do next, url, button)   instead of a table without rows
    call:note("note-warn", text)          a notice; note-ok note-warn note-bad or "" for a plain one
?>
<?cs def:say(text, a) ?>
  <?cs set:Say.at = string.find(text, "%1") ?>
  <?cs if:Say.at >= #0 ?>
    <?cs var:string.slice(text, #0, Say.at) ?>
    <?cs var:a ?>
    <?cs var:string.slice(text, Say.at + #2, string.length(text)) ?>
  <?cs else ?>
    <?cs var:text ?>
  <?cs /if ?>
<?cs /def ?>

<?cs # two rings through each other: the knot of the name ?>
<?cs def:mark() ?>
  <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
    <path d="M9.96 17.42A5.5 5.5 0 1 1 13.56 15.08"/>
    <path class="knot" d="M14.05 6.58A5.5 5.5 0 1 1 10.44 8.92"/>
  </svg>
<?cs /def ?>

<?cs # ---- states ?>
<?cs def:badge(shape, word) ?><span class="badge <?cs var:shape ?>"><?cs var:word ?></span><?cs /def ?>

<?cs def:phase(code) ?>
  <?cs if:code == "new" ?>
    <?cs call:badge("is-wait", Options.phase[code]) ?>
  <?cs elif:code == "offer" ?>
    <?cs call:badge("is-on", Options.phase[code]) ?>
  <?cs elif:code == "joined" ?>
    <?cs call:badge("is-done", Options.phase[code]) ?>
  <?cs elif:code == "declined" || code == "rejected" ?>
    <?cs call:badge("is-off", Options.phase[code]) ?>
  <?cs elif:code ?>
    <?cs call:badge("is-busy", Options.phase[code]) ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:job_state(code) ?>
  <?cs if:code == "open" ?>
    <?cs call:badge("is-on", Options.job.state[code]) ?>
  <?cs elif:code == "paused" ?>
    <?cs call:badge("is-pause", Options.job.state[code]) ?>
  <?cs else ?>
    <?cs call:badge("is-stop", Options.job.state[code]) ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:run_state(code) ?>
  <?cs if:code == "done" ?>
    <?cs call:badge("is-done", Options.run_state[code]) ?>
  <?cs elif:code == "sending" || code == "expanding" ?>
    <?cs call:badge("is-busy", Options.run_state[code]) ?>
  <?cs elif:code == "paused" ?>
    <?cs call:badge("is-pause", Options.run_state[code]) ?>
  <?cs elif:code == "stopped" || code == "cancelled" ?>
    <?cs call:badge("is-stop", Options.run_state[code]) ?>
  <?cs else ?>
    <?cs call:badge("is-wait", Options.run_state[code]) ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:outbox_state(code) ?>
  <?cs if:code == "sent" ?>
    <?cs call:badge("is-done", Options.outbox.state[code]) ?>
  <?cs elif:code == "failed" ?>
    <?cs call:badge("is-fail", Options.outbox.state[code]) ?>
  <?cs elif:code == "doubt" ?>
    <?cs call:badge("is-warn", Options.outbox.state[code]) ?>
  <?cs elif:code == "claimed" ?>
    <?cs call:badge("is-busy", Options.outbox.state[code]) ?>
  <?cs elif:code == "suppressed" ?>
    <?cs call:badge("is-off", Options.outbox.state[code]) ?>
  <?cs elif:code == "stopped" ?>
    <?cs call:badge("is-stop", Options.outbox.state[code]) ?>
  <?cs elif:code == "deferred" ?>
    <?cs call:badge("is-pause", Options.outbox.state[code]) ?>
  <?cs else ?>
    <?cs call:badge("is-wait", Options.outbox.state[code]) ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:mail_flag(code) ?>
  <?cs if:code == "bounced" ?>
    <?cs call:badge("is-warn", Options.mail_flag.bounced) ?>
  <?cs elif:code == "stopped" ?>
    <?cs call:badge("is-stop", Options.mail_flag.stopped) ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:list_empty(title, text, url, button) ?>
  <div class="empty">
    <h2><?cs var:title ?></h2>
    <p><?cs var:text ?></p>
    <?cs if:button ?>
      <p class="actions"><a class="btn" href="<?cs var:url(url) ?>"><?cs var:button ?></a></p>
    <?cs /if ?>
  </div>
<?cs /def ?>

<?cs def:note(kind, text) ?>
  <div class="note<?cs if:kind ?> <?cs var:kind ?><?cs /if ?>" role="note">
    <div><?cs var:text ?></div>
  </div>
<?cs /def ?>

<?cs # ---- 入力 → 確認 → 完了 ?>
<?cs def:step(now, before, label) ?>
  <li<?cs if:now ?> aria-current="step"<?cs elif:before ?> class="past"<?cs /if ?>>
    <i></i>
    <?cs var:label ?>
    <?cs if:before ?><span class="vh"><?cs var:Text.steps.past ?></span><?cs /if ?>
  </li>
<?cs /def ?>

<?cs def:steps(at) ?>
  <ol class="steps" aria-label="<?cs var:Text.steps.label ?>">
    <?cs call:step(at == "input", at != "input", Text.steps.input) ?>
    <?cs call:step(at == "confirm", at == "done", Text.steps.confirm) ?>
    <?cs call:step(at == "done", #0, Text.steps.done) ?>
  </ol>
<?cs /def ?>

<?cs # ---- tables of label and value ?>
<?cs def:confirm_begin(caption) ?>
  <table class="confirm">
  <caption class="vh"><?cs var:caption ?></caption>
  <tbody>
<?cs /def ?>

<?cs def:confirm_cell(label) ?>
  <tr>
    <th scope="row"><?cs var:label ?></th>
    <td>
<?cs /def ?>

<?cs def:confirm_cell_end() ?>
  </td>
  </tr>
<?cs /def ?>

<?cs def:confirm_row(label, value) ?>
  <tr>
    <th scope="row"><?cs var:label ?></th>
    <td>
      <?cs if:value ?><?cs var:value ?><?cs else ?><span class="sub"><?cs var:Text.list.nothing ?></span><?cs /if ?>
    </td>
  </tr>
<?cs /def ?>

<?cs def:confirm_end() ?>
  </tbody>
  </table>
<?cs /def ?>

<?cs def:fact(label, value) ?>
  <?cs if:value ?>
    <div>
      <dt><?cs var:label ?></dt>
      <dd><?cs var:value ?></dd>
    </div>
  <?cs /if ?>
<?cs /def ?>

<?cs def:tags(parts) ?>
  <?cs each:p = parts ?>
    <?cs if:p.tag ?><span class="tag">{{ <?cs var:p.tag ?> }}</span><?cs else ?><?cs var:p.text ?><?cs /if ?>
  <?cs /each ?>
<?cs /def ?>

<?cs # ---- progress: a strip of one thousand parts, an outcome each, then the same in figures. The strip is for the eye only. ?>
<?cs def:prog_part(name, n, total) ?>
  <?cs if:n > #0 ?>
    <?cs set:Prog.wide = n * #1000 / total ?>
    <rect class="f-<?cs var:name ?>" x="<?cs var:Prog.x ?>" width="<?cs var:Prog.wide ?>" height="10"/>
    <?cs set:Prog.x = #Prog.x + #Prog.wide ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:progress_bar(r) ?>
  <?cs if:r.n_total > #0 ?>
    <?cs set:Prog.x = #0 ?>
    <div class="prog">
      <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
        <?cs call:prog_part("sent", r.n_sent, r.n_total) ?>
        <?cs call:prog_part("deferred", r.n_deferred, r.n_total) ?>
        <?cs call:prog_part("failed", r.n_failed, r.n_total) ?>
        <?cs call:prog_part("suppressed", r.n_suppressed, r.n_total) ?>
        <?cs call:prog_part("doubt", r.n_doubt, r.n_total) ?>
        <?cs call:prog_part("stopped", r.n_stopped, r.n_total) ?>
      </svg>
    </div>
  <?cs /if ?>
<?cs /def ?>

<?cs def:progress(url, state) ?>
  <script src="/static/progress.js" defer></script>
  <div class="prog" data-poll="<?cs var:path(url) ?>" data-state="<?cs var:state ?>"
      data-left="<?cs var:Text.run.left ?>">
    <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      <?cs each:p = Progress ?>
        <rect class="f-<?cs var:p.name ?>" x="<?cs var:p.x ?>" width="<?cs var:p.width ?>" height="10"/>
      <?cs /each ?>
    </svg>
    <dl class="counts">
      <?cs each:p = Progress ?>
        <div>
          <dt>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect class="f-<?cs var:p.name ?>" width="10" height="10"/>
            </svg>
            <?cs var:Options.outbox.state[p.name] ?>
          </dt>
          <dd data-count="<?cs var:p.name ?>"><?cs var:p.count ?></dd>
        </div>
      <?cs /each ?>
      <div>
        <dt><?cs var:Text.run.total ?></dt>
        <dd data-count="total"><?cs var:Total ?></dd>
      </div>
    </dl>
    <p class="sub" aria-live="polite">
      <?cs if:Left.minutes > #0 ?><?cs call:say(Text.run.left, Left.minutes) ?><?cs /if ?>
    </p>
  </div>
<?cs /def ?>
