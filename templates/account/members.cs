<?cs include!"layout/head.cs" ?>
<?cs include!"account/member_macros.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <a class="btn primary" href="/account/members/new"><?cs var:Text.account.member_new ?></a>
</div>
<p><?cs var:Text.account.members_lead ?></p>
<div class="tools">
  <p><b><?cs call:say(Text.list.total, List.total) ?></b></p>
</div>
<div class="scroll" tabindex="0" role="region" aria-label="<?cs var:Text.account.members_table ?>">
  <table class="list">
    <caption class="vh"><?cs var:Text.account.members_table ?></caption>
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
    <tbody>
      <?cs each:m = Members ?>
        <tr>
          <th scope="row">
            <a href="/account/members/<?cs var:url_escape(m.id) ?>"><?cs var:m.name ?></a> <span class="sub">
                <?cs var:m.kana ?></span>
          </th>
          <td class="nw" data-label="<?cs var:Text.account.login_id ?>"><?cs var:m.login_id ?></td>
          <td data-label="<?cs var:Text.account.mail ?>"><?cs var:m.mail ?></td>
          <td class="nw" data-label="<?cs var:Text.account.role ?>"><?cs var:Options.account.role[m.roles] ?></td>
          <td data-label="<?cs var:Text.account.state ?>"><?cs call:member_state(m.state) ?></td>
          <td class="nw" data-label="<?cs var:Text.account.signed_in_at ?>">
            <?cs if:m.signed_in_at ?><?cs var:m.signed_in_at ?><?cs else ?><?cs var:Text.account.never ?><?cs /if ?>
          </td>
        </tr>
      <?cs /each ?>
    </tbody>
  </table>
</div>
<?cs include!"layout/foot.cs" ?>
