<?cs set:Crumbs.0.label = Text.title.account.settings ?>
<?cs set:Crumbs.0.url = "/account/settings" ?>
<?cs include!"layout/head.cs" ?>
<div class="head">
  <h1><?cs var:Page.title ?></h1>
</div>
<p><?cs var:Text.account.sessions_lead ?></p>
<div class="scroll" tabindex="0" role="region" aria-label="<?cs var:Page.title ?>">
  <table class="list">
    <caption class="vh"><?cs var:Page.title ?></caption>
    <thead>
      <tr>
        <th scope="col"><?cs var:Text.account.session_seen ?></th>
        <th scope="col"><?cs var:Text.account.session_begun ?></th>
        <th scope="col"><?cs var:Text.account.session_ip ?></th>
        <th scope="col"><?cs var:Text.account.session_agent ?></th>
        <td></td>
      </tr>
    </thead>
    <tbody>
      <?cs each:s = Sessions ?>
        <tr>
          <th scope="row" class="nw"><?cs var:s.seen_at ?></th>
          <td class="nw" data-label="<?cs var:Text.account.session_begun ?>"><?cs var:s.created_at ?></td>
          <td class="nw" data-label="<?cs var:Text.account.session_ip ?>"><?cs var:s.ip ?></td>
          <td data-label="<?cs var:Text.account.session_agent ?>"><?cs var:s.agent ?></td>
          <td>
            <?cs if:s.id == Session.own ?>
              <span class="badge is-on"><?cs var:Text.account.session_this ?></span>
            <?cs else ?>
              <form method="post" action="/account/sessions/<?cs var:url_escape(s.id) ?>/end">
                <?cs call:form_token() ?>
                <button class="btn small">
                  <span class="vh"><?cs var:Text.account.session_end_vh ?></span>
                  <?cs var:Text.account.session_end ?>
                </button>
              </form>
            <?cs /if ?>
          </td>
        </tr>
      <?cs /each ?>
    </tbody>
  </table>
</div>
<?cs if:Session.others ?>
  <form method="post" action="/account/sessions/others/end">
    <?cs call:form_token() ?>
    <p class="actions"><button class="btn"><?cs var:Text.account.sessions_end_others ?></button></p>
  </form>
<?cs /if ?>
<p class="actions"><a href="/account/settings"><?cs var:Text.account.to_settings ?></a></p>
<?cs include!"layout/foot.cs" ?>
