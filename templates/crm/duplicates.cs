<?cs if:Noun == "contact" ?>
  <?cs set:Crumbs.0.label = Text.title.crm.contact_list ?>
  <?cs set:Crumbs.0.url = "/crm/contact" ?>
<?cs else ?>
  <?cs set:Crumbs.0.label = Text.title.crm.resume_list ?>
  <?cs set:Crumbs.0.url = "/crm/resume" ?>
<?cs /if ?>
<?cs include!"layout/head.cs" ?>
<?cs include!"layout/list.cs" ?>

<?cs # Pairs of records that may be of the same person, newest first. ?>
<?cs def:pair_button(r, action, label) ?>
  <button class="btn small quiet"
      formaction="/crm/<?cs if:Noun == "contact" ?>contact/<?cs /if ?>duplicates/<?cs var:r.id ?>/<?cs var:url_escape(action) ?>">
    <?cs var:label ?>
    <span class="vh"> <?cs var:r.low_id ?>, <?cs var:r.high_id ?></span>
  </button>
<?cs /def ?>

<div class="head">
  <h1><?cs var:Page.title ?></h1>
  <div class="row">
    <?cs if:Noun == "contact" ?>
      <a class="btn" href="/crm/duplicates"><?cs var:Text.duplicate.resume.list ?></a>
    <?cs else ?>
      <a class="btn" href="/crm/contact/duplicates"><?cs var:Text.duplicate.contact.list ?></a>
    <?cs /if ?>
  </div>
</div>
<nav class="tabs" aria-label="<?cs var:Text.duplicate.tabs ?>">
  <ul>
    <li>
      <a href="/crm/<?cs if:Noun == "contact" ?>contact/<?cs /if ?>duplicates"<?cs if:State == "open" ?>
          aria-current="page"<?cs /if ?>>
        <?cs var:Options.duplicate.state.open ?>
      </a>
    </li>
    <li>
      <a href="/crm/<?cs if:Noun == "contact" ?>contact/<?cs /if ?>duplicates?state=apart"<?cs if:State == "apart" ?>
          aria-current="page"<?cs /if ?>>
        <?cs var:Options.duplicate.state.apart ?>
      </a>
    </li>
  </ul>
</nav>
<p class="hint">
  <?cs if:State == "open" ?>
    <?cs var:Text.duplicate[Noun].lead ?>
  <?cs else ?>
    <?cs var:Text.duplicate.lead_apart ?>
  <?cs /if ?>
</p>
<?cs if:subcount(Rows) ?>
  <?cs call:list_tools("") ?>
  <form method="post" id="pairs">
    <?cs call:form_token() ?>
    <?cs call:table_begin(Page.title) ?>
    <thead>
      <tr>
        <?cs call:list_th("", Text.duplicate.first, "") ?>
        <?cs call:list_th("", Text.duplicate.second, "") ?>
        <?cs call:list_th("", Text.duplicate.score, "") ?>
        <?cs call:list_th("", Text.duplicate.reasons, "") ?>
        <?cs call:list_th("", Text.duplicate.found, "num") ?>
        <?cs call:list_th("", Text.duplicate.actions, "") ?>
      </tr>
    </thead>
    <tbody>
      <?cs each:r = Rows ?>
        <tr>
          <th scope="row">
            <a href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:r.low_id ?>"><?cs var:r.low_name ?></a>
            <span class="sub"><?cs var:r.low_about ?> ID <?cs var:r.low_id ?></span>
          <td data-label="<?cs var:Text.duplicate.second ?>">
            <span>
              <a href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:r.high_id ?>"><?cs var:r.high_name ?></a>
              <span class="sub">
                <?cs if:r.high_about ?><?cs var:r.high_about ?> <?cs /if ?>ID <?cs var:r.high_id ?>
              </span>
            </span>
          <td class="score" data-label="<?cs var:Text.duplicate.score ?>">
            <span>
              <strong>
                  <?cs var:r.score ?></strong> <meter max="100" value="<?cs var:r.score ?>" aria-hidden="true"></meter>
            </span>
          <td class="reasons" data-label="<?cs var:Text.duplicate.reasons ?>">
            <span>
              <?cs var:r.reasons ?>
              <?cs if:r.decided ?><span class="sub"><?cs var:r.who ?> <?cs var:r.decided ?></span><?cs /if ?>
            </span>
          <td class="num" data-label="<?cs var:Text.duplicate.found ?>"><?cs var:r.found ?>
          <td class="nw" data-label="<?cs var:Text.duplicate.actions ?>">
            <?cs if:Me.write ?>
              <div class="row">
                <?cs if:State == "open" ?>
                  <a class="btn small"
                      href="/crm/<?cs var:url_escape(Noun) ?>/<?cs var:r.low_id ?>/merge?with=<?cs var:r.high_id ?>">
                    <?cs var:Text.duplicate.merge ?>
                    <span class="vh"> <?cs var:r.low_id ?>, <?cs var:r.high_id ?></span>
                  </a>
                  <?cs call:pair_button(r, "apart", Text.duplicate.apart) ?>
                <?cs else ?>
                  <?cs call:pair_button(r, "back", Text.duplicate.back) ?>
                <?cs /if ?>
              </div>
            <?cs /if ?>
      <?cs /each ?>
    </tbody>
    <?cs call:table_end() ?>
  </form>
  <?cs call:list_more() ?>
<?cs else ?>
  <?cs if:State == "open" ?>
    <?cs call:list_empty(Text.duplicate.none, Text.duplicate[Noun].none_hint, "", "") ?>
  <?cs else ?>
    <?cs call:list_empty(Text.duplicate.none_apart, Text.duplicate.none_apart_hint, "", "") ?>
  <?cs /if ?>
<?cs /if ?>
<?cs include!"layout/foot.cs" ?>
