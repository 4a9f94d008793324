<?cs # What the pages of アカウント管理 share. ?>
<?cs def:member_state(state) ?>
  <span
      class="badge <?cs if:state == "active" ?>is-on<?cs elif:state == "invited" ?>is-wait<?cs else ?>is-off<?cs /if ?>">
    <?cs var:Options.account.state[state] ?>
  </span>
<?cs /def ?>

<?cs def:member_facts(m) ?>
  <dl class="facts">
    <div>
      <dt><?cs var:Text.account.login_id ?></dt>
      <dd><?cs var:m.login_id ?></dd>
    </div>
    <div>
      <dt><?cs var:Text.account.name ?></dt>
      <dd><?cs var:m.name ?> <span class="sub"><?cs var:m.kana ?></span></dd>
    </div>
    <div>
      <dt><?cs var:Text.account.mail ?></dt>
      <dd><?cs var:m.mail ?></dd>
    </div>
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
    <div>
      <dt><?cs var:Text.account.created_at ?></dt>
      <dd><?cs var:m.created_at ?></dd>
    </div>
    <div>
      <dt><?cs var:Text.account.signed_in_at ?></dt>
      <dd><?cs if:m.signed_in_at ?><?cs var:m.signed_in_at ?><?cs else ?><?cs var:Text.account.never ?><?cs /if ?></dd>
    </div>
  </dl>
<?cs /def ?>
