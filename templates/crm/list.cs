<?cs # Pieces of the CRM's lists; include it after layout/list.cs. ?>
<?cs def:crm_saved() ?>
  <details class="more saved">
    <summary><?cs var:Text.crm.saved ?></summary>
    <?cs if:subcount(Saved) ?>
      <ul class="files">
        <?cs each:s = Saved ?>
          <li>
            <a href="<?cs var:url(s.url) ?>"><?cs var:s.name ?></a>
            <form method="post" action="/crm/<?cs var:url_escape(Noun) ?>/saved/<?cs var:s.id ?>/drop">
              <?cs call:form_token() ?>
              <button class="btn small quiet">
                <?cs var:Text.crm.saved_drop ?>
                <span class="vh"> <?cs var:s.name ?></span>
              </button>
            </form>
          </li>
        <?cs /each ?>
      </ul>
    <?cs else ?>
      <p class="hint"><?cs var:Text.crm.saved_none ?></p>
    <?cs /if ?>
    <?cs if:List.query ?>
      <form class="row" method="post" action="/crm/<?cs var:url_escape(Noun) ?>/save">
        <?cs call:form_token() ?>
        <input type="hidden" name="query" value="<?cs var:List.query ?>">
        <label for="saved-name"><?cs var:Text.field.saved.name ?></label>
        <input class="w-m" id="saved-name" name="name" type="text" maxlength="80" required autocomplete="off">
        <button class="btn small"><?cs var:Text.crm.save ?></button>
      </form>
    <?cs /if ?>
  </details>
<?cs /def ?>

<?cs def:crm_nothing() ?>
  <?cs if:List.partial ?>
    <?cs call:note("note-warn", Text.list.partial) ?>
    <?cs if:List.more_url ?>
      <p class="pager"><a class="btn" href="<?cs var:url(List.more_url) ?>"><?cs var:Text.button.more ?></a></p>
    <?cs /if ?>
  <?cs elif:List.conditions > #0 ?>
    <?cs call:list_empty(Text.list.empty, Text.list.empty_search, List.path, Text.list.clear) ?>
  <?cs else ?>
    <?cs call:list_empty(Text.list.empty_first, Text.empty[Noun], "", "") ?>
  <?cs /if ?>
<?cs /def ?>

<?cs # "380〜420" as 380〜420万円, "380〜" as 380万円〜 ?>
<?cs def:salary(text) ?>
  <?cs if:text ?>
    <?cs set:Salary.at = string.find(text, "〜") ?>
    <?cs set:Salary.to = string.slice(text, Salary.at + #3, string.length(text)) ?>
    <?cs if:Salary.to ?><?cs var:text ?><?cs var:Text.unit.salary ?><?cs else ?>
        <?cs var:string.slice(text, #0, Salary.at) ?><?cs var:Text.unit.salary ?>〜<?cs /if ?>
  <?cs /if ?>
<?cs /def ?>
