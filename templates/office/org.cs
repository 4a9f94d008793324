<?cs set:Page.title = Org.name ?>
<?cs set:Crumbs.0.label = Text.title.office.orgs ?>
<?cs set:Crumbs.0.url = "/office/org" ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"office/macros.cs" ?>
<div class="head">
  <h1><?cs var:Org.name ?></h1>
  <?cs if:Org.state == "active" ?>
    <a class="btn primary" href="/office/org/<?cs var:url_escape(Org.id) ?>/edit"><?cs var:Text.office.org_edit ?></a>
  <?cs /if ?>
</div>
<section aria-labelledby="part-facts" class="part">
  <h2 id="part-facts"><?cs var:Text.office.org_facts ?></h2>
  <dl class="facts">
    <?cs call:fact(Text.field.office.org_kana, Org.kana) ?>
    <div>
      <dt><?cs var:Text.office.state ?></dt>
      <dd><?cs call:org_state(Org.state) ?></dd>
    </div>
    <div>
      <dt><?cs var:Text.office.features ?></dt>
      <dd><?cs call:features(Org.feature) ?></dd>
    </div>
    <?cs call:fact(Text.field.office.zip, Org.zip) ?>
    <?cs call:fact(Text.field.office.address, Org.address) ?>
    <?cs call:fact(Text.field.office.phone, Org.phone) ?>
    <?cs call:fact(Text.field.office.mail_rate, Org.mail_rate) ?>
    <?cs call:fact(Text.office.created_at, Org.created_at) ?>
  </dl>
</section>
<div class="part">
  <h2 id="part-members"><?cs var:Text.office.members ?></h2>
  <?cs if:subcount(Members) > #0 ?>
    <?cs call:table_begin(Text.office.members) ?>
    <?cs call:member_heads() ?>
    <tbody>
      <?cs each:m = Members ?>
        <tr>
          <th scope="row">
            <a href="/office/org/<?cs var:url_escape(Org.id) ?>/account/<?cs var:url_escape(m.id) ?>">
                <?cs var:m.name ?></a> <span class="sub"><?cs var:m.kana ?></span>
          </th>
          <td class="nw" data-label="<?cs var:Text.account.login_id ?>"><?cs var:m.login_id ?></td>
          <td data-label="<?cs var:Text.account.mail ?>"><?cs var:m.mail ?></td>
          <td class="nw" data-label="<?cs var:Text.account.role ?>"><?cs var:Options.role[m.roles] ?></td>
          <td data-label="<?cs var:Text.account.state ?>"><?cs call:member_state(m.state) ?></td>
          <?cs call:signed_in_at(m) ?>
        </tr>
      <?cs /each ?>
    </tbody>
    <?cs call:table_end() ?>
  <?cs else ?>
    <p><?cs var:Text.office.members_empty ?></p>
  <?cs /if ?>
  <?cs if:Org.state == "active" ?>
    <p class="actions">
      <a class="btn" href="/office/org/<?cs var:url_escape(Org.id) ?>/account/new">
        <?cs var:Text.office.member_new ?>
      </a>
    </p>
  <?cs /if ?>
</div>
<?cs if:Org.state == "active" ?>
  <p><a href="/office/org/<?cs var:url_escape(Org.id) ?>/close"><?cs var:Text.office.org_close_link ?></a></p>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
