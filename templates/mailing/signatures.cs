<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>

<?cs def:signature(r) ?>
  <tr>
    <th scope="row">
      <a href="/mailing/signature/<?cs var:r.id ?>"><?cs var:r.name ?></a>
      <?cs if:r.is_default == "1" ?> <?cs call:badge("is-on", Text.mailing.signature.default) ?><?cs /if ?>
      <?cs if:r.shared == "1" ?> <?cs call:badge("is-done", Text.mailing.signature.shared) ?><?cs /if ?>
      <?cs if:r.who ?><span class="sub"><?cs var:Text.mailing.signature.who ?> <?cs var:r.who ?></span><?cs /if ?>
    </th>
    <td data-label="<?cs var:Text.mailing.signature.body ?>"><span class="text"><?cs var:r.body ?></span></td>
  </tr>
<?cs /def ?>

<?cs def:signature_head() ?>
  <thead>
    <tr>
      <?cs call:list_th("", Text.mailing.signature.name, "") ?>
      <?cs call:list_th("", Text.mailing.signature.body, "") ?>
    </tr>
  </thead>
<?cs /def ?>

<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <a class="btn primary" href="/mailing/signature/new"><?cs var:Text.mailing.signature.new ?></a>
</div>
<p><?cs var:Text.mailing.signature.lead ?></p>
<?cs if:subcount(Mine) ?>
  <div class="scroll" tabindex="0" role="region" aria-label="<?cs var:Text.mailing.signature.mine ?>">
    <table class="list">
      <caption class="vh"><?cs var:Text.mailing.signature.mine ?></caption>
      <?cs call:signature_head() ?>
      <tbody><?cs each:r = Mine ?><?cs call:signature(r) ?><?cs /each ?></tbody>
    </table>
  </div>
<?cs else ?>
  <?cs call:list_empty(Text.mailing.signature.empty, Text.mailing.signature.empty_lead, "", "") ?>
<?cs /if ?>
<?cs if:subcount(Rows) ?>
  <h2><?cs var:Text.mailing.signature.colleagues ?></h2>
  <?cs call:list_tools("") ?>
  <?cs call:table_begin(Text.mailing.signature.colleagues) ?>
  <?cs call:signature_head() ?>
  <tbody><?cs each:r = Rows ?><?cs call:signature(r) ?><?cs /each ?></tbody>
  <?cs call:table_end() ?>
  <?cs call:list_more() ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
