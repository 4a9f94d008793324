<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <?cs if:Me.write ?>
    <a class="btn primary" href="/mailing/template/new"><?cs var:Text.mailing.template.new ?></a>
  <?cs /if ?>
</div>
<p><?cs var:Text.mailing.template.lead ?></p>
<?cs call:search_begin(Text.mailing.template.caption, "/mailing/templates") ?>
<div class="grid"><?cs call:grid(Form.kind) ?></div>
<?cs call:search_end() ?>
<?cs call:list_chips() ?>
<?cs if:subcount(Rows) ?>
  <?cs call:list_tools("") ?>
  <?cs call:table_begin(Text.mailing.template.caption) ?>
  <thead>
    <tr>
      <?cs call:list_th("", Text.mailing.template.name, "") ?>
      <?cs call:list_th("", Text.mailing.template.kind, "") ?>
      <?cs call:list_th("", Text.mailing.template.subject, "") ?>
      <?cs call:list_th("", Text.mailing.template.phase, "") ?>
      <?cs call:list_th("", Text.mailing.template.who, "") ?>
      <?cs call:list_th("updated", Text.mailing.template.updated, "") ?>
    </tr>
  </thead>
  <tbody class="owned">
    <?cs each:r = Rows ?>
      <tr>
        <th scope="row">
          <?cs if:Me.write ?>
            <a href="/mailing/template/<?cs var:r.id ?>"><?cs var:r.name ?></a>
          <?cs else ?>
            <?cs var:r.name ?>
          <?cs /if ?>
          <?cs if:r.shared == "0" ?> <?cs call:badge("is-off", Text.mailing.template.private) ?><?cs /if ?>
        </th>
        <td class="nw" data-label="<?cs var:Text.mailing.template.kind ?>">
          <?cs var:Options.template.kind[r.kind] ?>
        </td>
        <td data-label="<?cs var:Text.mailing.template.subject ?>"><?cs var:r.subject ?></td>
        <td class="nw" data-label="<?cs var:Text.mailing.template.phase ?>">
          <?cs if:r.phase ?>
            <?cs call:phase(r.phase) ?>
          <?cs else ?>
            <span class="sub"><?cs var:Text.mailing.phase.none ?></span>
          <?cs /if ?>
        </td>
        <td data-label="<?cs var:Text.mailing.template.who ?>"><?cs var:r.who ?></td>
        <td class="nw" data-label="<?cs var:Text.mailing.template.updated ?>"><?cs var:r.updated ?></td>
      </tr>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs call:list_empty(Text.mailing.template.empty, Text.mailing.template.empty_lead, "", "") ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
