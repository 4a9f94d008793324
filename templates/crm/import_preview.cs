<?cs set:Crumbs.0.label = Text.nav[Noun] ?>
<?cs set:Crumbs.0.url = "/crm/" + Noun ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Text.nav[Noun] ?> <?cs var:Page.title ?></h1>
</div>
<?cs call:steps("confirm") ?>
<?cs if:Import.no_head ?>
  <?cs call:note("note-bad", Text.import.no_head) ?>
<?cs else ?>
  <dl class="facts">
    <?cs call:fact(Text.import.charset, Text.import[Import.charset]) ?>
    <?cs call:fact(Text.import.good, Import.good) ?>
    <?cs call:fact(Text.import.bad, Import.bad) ?>
  </dl>
  <?cs if:subcount(Unknown) ?>
    <p class="hint">
      <?cs var:Text.import.unknown ?>
      <?cs each:u = Unknown ?><?cs var:u.label ?><?cs if:!last(u) ?><?cs var:Text.list.comma ?><?cs /if ?><?cs /each ?>
    </p>
  <?cs /if ?>
  <?cs if:subcount(Bad) ?>
    <h2><?cs var:Text.import.bad_title ?></h2>
    <table class="list">
      <thead>
        <tr>
          <th scope="col" class="num"><?cs var:Text.import.line ?></th>
          <th scope="col"><?cs var:Text.import.first ?></th>
          <th scope="col"><?cs var:Text.import.why ?></th>
        </tr>
      </thead>
      <tbody>
        <?cs each:b = Bad ?>
          <tr>
            <td class="num" data-label="<?cs var:Text.import.line ?>"><?cs var:b.line ?></td>
            <td data-label="<?cs var:Text.import.first ?>"><?cs var:b.first ?></td>
            <td data-label="<?cs var:Text.import.why ?>"><?cs var:b.why ?></td>
          </tr>
        <?cs /each ?>
      </tbody>
    </table>
  <?cs /if ?>
  <?cs if:subcount(Preview) ?>
    <h2><?cs var:Text.import.preview ?></h2>
    <div class="scroll" tabindex="0" role="region" aria-label="<?cs var:Text.import.preview ?>">
      <table class="list mini">
        <thead>
          <tr>
            <?cs each:h = Head.0 ?>
              <th scope="col"><?cs var:h.text ?></th>
            <?cs /each ?>
          </tr>
        </thead>
        <tbody>
          <?cs each:p = Preview ?>
            <tr>
              <?cs each:c = p ?>
                <td><?cs var:c.text ?></td>
              <?cs /each ?>
            </tr>
          <?cs /each ?>
        </tbody>
      </table>
    </div>
  <?cs else ?>
    <p class="hint"><?cs var:Text.import.none ?></p>
  <?cs /if ?>
<?cs /if ?>
<div class="actions">
  <?cs if:Import.ready ?>
    <form method="post" action="/crm/<?cs var:url_escape(Noun) ?>/import/<?cs var:Import.id ?>">
      <?cs call:form_token() ?>
      <button class="btn primary"><?cs var:Text.import.run ?></button>
    </form>
  <?cs /if ?>
  <a href="/crm/<?cs var:url_escape(Noun) ?>/import"><?cs var:Text.import.again ?></a>
</div>
<?cs include!"layout/foot.cs" ?>
