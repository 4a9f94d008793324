<?cs # 選考プロセス of a record; title: what its rows are called, param: the record in the address of a new one ?>
<?cs def:crm_processes(title, param) ?>
  <section aria-labelledby="p-title">
    <h2 id="p-title"><?cs var:Text.crm.processes ?></h2>
    <?cs if:subcount(Processes) ?>
      <table class="list mini">
        <thead>
          <tr>
            <th scope="col"><?cs var:title ?></th>
            <th scope="col"><?cs var:Text.field.phase ?></th>
            <th scope="col" class="num"><?cs var:Text.field.updated ?></th>
          </tr>
        </thead>
        <tbody>
          <?cs each:p = Processes ?>
            <tr>
              <th scope="row">
                <a href="/crm/process/<?cs var:p.id ?>"><?cs var:p.name ?></a>
                <?cs if:p.company ?><span class="sub"><?cs var:p.company ?></span><?cs /if ?>
              </th>
              <td><?cs call:phase(p.phase) ?></td>
              <td class="num"><?cs var:p.updated ?></td>
            </tr>
          <?cs /each ?>
        </tbody>
      </table>
    <?cs else ?>
      <p class="hint"><?cs var:Text.crm.process_none ?></p>
    <?cs /if ?>
    <?cs if:Me.write ?>
      <p class="actions">
        <a class="btn small" href="/crm/process/new?<?cs var:param ?>=<?cs var:Record.id ?>"><?cs var:Text.crm.process_add ?></a>
      </p>
    <?cs /if ?>
  </section>
<?cs /def ?>
