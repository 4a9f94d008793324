<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>

<?cs # 配信停止先: who gets no bulk mail of this organisation. ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<?cs call:form_errors() ?>
<p><?cs var:Text.mailing.stop.lead ?></p>
<?cs call:search_begin(Text.mailing.stop.search_label, "/mailing/stops") ?>
<div class="grid"><?cs call:grid(Form.q) ?></div>
<?cs call:search_end() ?>
<?cs call:list_chips() ?>
<?cs if:subcount(Rows) ?>
  <?cs call:list_tools("") ?>
  <?cs call:table_begin(Text.mailing.stop.caption) ?>
  <thead>
    <tr>
      <?cs call:list_th("", Text.mailing.stop.addr, "") ?>
      <?cs call:list_th("", Text.mailing.stop.reason, "") ?>
      <?cs call:list_th("", Text.mailing.stop.note, "") ?>
      <?cs call:list_th("", Text.mailing.stop.who, "") ?>
      <?cs call:list_th("", Text.mailing.stop.at, "") ?>
      <?cs if:Me.is.admin ?><?cs call:list_th("", Text.mailing.stop.drop_col, "") ?><?cs /if ?>
    </tr>
  </thead>
  <tbody>
    <?cs each:r = Rows ?>
      <tr>
        <th scope="row" class="any"><?cs var:r.addr ?></th>
        <td data-label="<?cs var:Text.mailing.stop.reason ?>"><?cs var:Options.dnc_reason[r.reason] ?></td>
        <td<?cs if:r.note ?> data-label="<?cs var:Text.mailing.stop.note ?>"<?cs /if ?>><?cs var:r.note ?></td>
        <td class="nw"<?cs if:r.who ?> data-label="<?cs var:Text.mailing.stop.who ?>"<?cs /if ?>><?cs var:r.who ?></td>
        <td class="nw" data-label="<?cs var:Text.mailing.stop.at ?>"><?cs var:r.at ?></td>
        <?cs if:Me.is.admin ?>
          <td>
            <form method="post" action="/mailing/stop/<?cs var:r.id ?>/drop">
              <?cs call:form_token() ?>
              <button class="btn small">
                <span class="vh"><?cs call:say(Text.mailing.stop.drop_vh, r.addr) ?></span>
                <?cs var:Text.mailing.stop.drop ?>
              </button>
            </form>
          </td>
        <?cs /if ?>
      </tr>
    <?cs /each ?>
  </tbody>
  <?cs call:table_end() ?>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs call:list_empty(Text.mailing.stop.empty, Text.mailing.stop.empty_lead, "", "") ?>
<?cs /if ?>
<?cs if:Me.write ?>
  <section class="part" aria-labelledby="p-add">
    <h2 id="p-add"><?cs var:Text.mailing.stop.add_title ?><small><?cs var:Text.mailing.stop.add_note ?></small></h2>
    <form method="post" action="/mailing/stops" novalidate>
      <?cs call:form_token() ?>
      <?cs call:field_w(Form.addr, "w-l") ?>
      <?cs call:field_w(Form.note, "w-full") ?>
      <div class="actions"><button class="btn primary"><?cs var:Text.mailing.stop.add ?></button></div>
    </form>
  </section>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
