<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>
<?cs include!"office/macros.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <a class="btn primary" href="/office/staff/new"><?cs var:Text.office.staff_new ?></a>
</div>
<?cs call:table_begin(Text.office.staff_table) ?>
<?cs call:member_heads() ?>
<tbody>
  <?cs each:m = Members ?>
    <tr>
      <th scope="row">
        <a href="/office/staff/<?cs var:url_escape(m.id) ?>"><?cs var:m.name ?></a> <span class="sub">
            <?cs var:m.kana ?></span>
      </th>
      <td class="nw" data-label="<?cs var:Text.account.login_id ?>"><?cs var:m.login_id ?></td>
      <td data-label="<?cs var:Text.account.mail ?>"><?cs var:m.mail ?></td>
      <td data-label="<?cs var:Text.account.role ?>"><?cs call:roles(m.role) ?></td>
      <td data-label="<?cs var:Text.account.state ?>"><?cs call:member_state(m.state) ?></td>
      <?cs call:signed_in_at(m) ?>
    </tr>
  <?cs /each ?>
</tbody>
<?cs call:table_end() ?>
<?cs include!"layout/foot.cs" ?>
