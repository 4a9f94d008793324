<?cs # What the pages of the office share. ?>
<?cs def:org_state(state) ?>
  <?cs if:state == "active" ?>
    <?cs call:badge("is-on", Options.office.org_state.active) ?>
  <?cs else ?>
    <?cs call:badge("is-off", Options.office.org_state.closed) ?>
  <?cs /if ?>
<?cs /def ?>

<?cs def:features(f) ?>
  <?cs if:f.agency ?><span class="tag"><?cs var:Options.feature.agency ?></span> <?cs /if ?>
  <?cs if:f.client ?><span class="tag"><?cs var:Options.feature.client ?></span> <?cs /if ?>
  <?cs if:f.outreach ?><span class="tag"><?cs var:Options.feature.outreach ?></span> <?cs /if ?>
  <?cs if:f.support ?><span class="tag"><?cs var:Options.feature.support ?></span><?cs /if ?>
<?cs /def ?>

<?cs def:roles(list) ?>
  <?cs each:r = list ?>
    <?cs if:!first(r) ?><?cs var:Text.list.comma ?><?cs /if ?>
    <?cs var:Options.role[r.role] ?>
  <?cs /each ?>
<?cs /def ?>

<?cs def:member_state(state) ?>
  <span
      class="badge <?cs if:state == "active" ?>is-on<?cs elif:state == "invited" ?>is-wait<?cs else ?>is-off<?cs /if ?>">
    <?cs var:Options.account.state[state] ?>
  </span>
<?cs /def ?>

<?cs def:member_facts(m) ?>
  <dl class="facts">
    <?cs call:fact(Text.account.login_id, m.login_id) ?>
    <?cs call:fact(Text.account.name, m.name) ?>
    <?cs call:fact(Text.account.kana, m.kana) ?>
    <?cs call:fact(Text.account.mail, m.mail) ?>
    <div>
      <dt><?cs var:Text.account.state ?></dt>
      <dd><?cs call:member_state(m.state) ?></dd>
    </div>
    <div>
      <dt><?cs var:Text.account.two_factor_row ?></dt>
      <dd>
        <?cs if:m.two_factor_at ?>
          <?cs var:Text.account.two_factor_on ?> <span class="sub"><?cs var:m.two_factor_at ?></span>
        <?cs else ?>
          <?cs var:Text.account.two_factor_none ?>
        <?cs /if ?>
      </dd>
    </div>
    <?cs call:fact(Text.account.created_at, m.created_at) ?>
    <?cs call:fact(Text.account.signed_in_at, m.signed_in_at) ?>
  </dl>
<?cs /def ?>

<?cs def:member_heads() ?>
  <thead>
    <tr>
      <th scope="col"><?cs var:Text.account.name ?></th>
      <th scope="col"><?cs var:Text.account.login_id ?></th>
      <th scope="col"><?cs var:Text.account.mail ?></th>
      <th scope="col"><?cs var:Text.account.role ?></th>
      <th scope="col"><?cs var:Text.account.state ?></th>
      <th scope="col"><?cs var:Text.account.signed_in_at ?></th>
    </tr>
  </thead>
<?cs /def ?>

<?cs def:signed_in_at(m) ?>
  <td class="nw" data-label="<?cs var:Text.account.signed_in_at ?>">
    <?cs if:m.signed_in_at ?><?cs var:m.signed_in_at ?><?cs else ?><?cs var:Text.account.never ?><?cs /if ?>
  </td>
<?cs /def ?>
