<?cs #
  Lists: search panel, chips, count and sizes, bulk bar, table, 「もっと見る」. Include it after layout/head.cs. What pager.h writes
  into List.* is all it needs. Without check boxes:

    call:search_begin(label, action)  <div class="grid"> call:grid(Form.q) ... </div>  call:search_end()
    call:list_chips()
    if:List.shown ... call:list_tools("1")  call:table_begin(caption)
      <thead><tr> call:list_th("kana", Text.field.name, "") ... </tr></thead><tbody> rows </tbody>
    call:table_end()  call:list_more()
    else ... call:list_empty(title, what to do next, url, button) ... /if

  With check boxes (selection.h) the table stands in a form that posts to <List.path>/select:

    call:select_begin()  call:list_tools("1")  call:bulk_begin(what is selected)
      <li><button name="op" value="mail">...</button></li>      the entries of 一括アクション
    call:bulk_end()  call:table_begin(caption)  <thead><tr> call:tick_th() call:list_th(...) ...
      a row: <tr> call:tick(r.id, r.name) <th scope="row">...
    call:table_end()  call:select_more()  call:select_end()

  Fields of that form: query and next (List.query, List.next), shown (List.ids: the rows on screen, "3,1,2"), id (each ticked row), op: all (「すべて選択」:
  only rows on screen), none, more, or an entry of 一括アクション. List.ticked: rows ticked in all; List.ticked_elsewhere: of them not
  on screen; Ticked.<id>: ticked. Scripts (static/list.js) append the next rows in place and tick without a reload; nothing depends on them.

  Cells carry data-label="heading", which stands beside the value on narrow screens.
?>
<script src="/static/list.js" defer></script>

<?cs # ---- search panel ?>
<?cs def:search_begin(label, action) ?>
  <details class="search"<?cs if:Errors || List.open ?> open<?cs /if ?>>
  <summary>
    <?cs var:Text.list.search ?>
    <?cs if:List.conditions > #0 ?> <span class="sub">
        <?cs call:say(Text.list.conditions, List.conditions) ?></span><?cs /if ?>
  </summary>
  <form method="get" action="<?cs var:path(action) ?>" role="search" aria-label="<?cs var:label ?>" autocomplete="off">
<?cs /def ?>

<?cs def:search_end() ?>
  <div class="row">
    <?cs if:List.sort ?><input type="hidden" name="sort" value="<?cs var:List.sort ?>"><?cs /if ?>
    <?cs if:List.size ?><input type="hidden" name="size" value="<?cs var:List.size ?>"><?cs /if ?>
    <button class="btn"><?cs var:Text.button.search ?></button>
    <a class="btn quiet" href="<?cs var:path(Page.path) ?>"><?cs var:Text.button.reset ?></a>
  </div>
  </form>
  </details>
<?cs /def ?>

<?cs def:list_chips() ?>
  <?cs if:List.conditions > #0 ?>
    <ul class="chips" aria-label="<?cs var:Text.list.chips ?>">
      <?cs each:c = List.chips ?>
        <li>
          <?cs var:c.label ?>
          <?cs if:c.value ?><?cs var:Text.form.colon ?>
              <?cs var:c.value ?><?cs /if ?> <a class="x" href="<?cs var:url(c.remove_url) ?>">
              <span aria-hidden="true">×</span><span class="vh"><?cs call:say(Text.list.remove, c.label) ?></span></a>
        </li>
      <?cs /each ?>
      <li class="clear"><a href="<?cs var:path(Page.path) ?>"><?cs var:Text.list.clear ?></a></li>
    </ul>
  <?cs /if ?>
<?cs /def ?>

<?cs # ---- count, sizes, CSV, order on narrow screens; sorts and sizes are links so that they work inside the form of the check boxes ?>
<?cs def:part_list_orders() ?>
  <?cs if:subcount(List.sorts) > #1 ?>
    <details class="menu only-narrow" name="list">
      <summary class="btn small"><?cs var:Text.list.sort ?></summary>
      <ul class="drop">
        <?cs each:s = List.sorts ?>
          <li>
            <a href="<?cs var:url(s) ?>"<?cs if:name(s) == List.sort ?> aria-current="true"<?cs /if ?>>
              <?cs var:Text.sort[name(s)] ?>
              <?cs if:name(s) == List.sort ?> <?cs if:List.dir == "descending" ?>▼<?cs else ?>▲<?cs /if ?><?cs /if ?>
            </a>
          </li>
        <?cs /each ?>
      </ul>
    </details>
  <?cs /if ?>
  <p class="push sizes">
    <?cs var:Text.list.size ?>
    <?cs each:s = List.sizes ?> <?cs if:s.current ?><b aria-current="true"><?cs var:s.size ?></b><?cs else ?>
        <a href="<?cs var:url(s.url) ?>"><?cs var:s.size ?></a><?cs /if ?><?cs /each ?>
  </p>
<?cs /def ?>

<?cs def:list_tools(csv) ?>
  <div class="tools">
    <p>
      <?cs if:List.total ?><b><?cs if:List.capped ?><?cs call:say(Text.list.capped, List.total) ?><?cs else ?>
          <?cs call:say(Text.list.total, List.total) ?><?cs /if ?></b> <?cs /if ?>
      <span aria-live="polite" data-shown="<?cs var:Text.list.shown ?>">
        <?cs call:say(Text.list.shown, List.shown) ?>
      </span>
      <?cs if:List.first_url ?> <a href="<?cs var:url(List.first_url) ?>"><?cs var:Text.list.first ?></a><?cs /if ?>
    </p>
    <?cs call:part_list_orders() ?>
    <?cs if:csv && List.csv_url ?><a href="<?cs var:url(List.csv_url) ?>"><?cs var:Text.list.csv ?></a><?cs /if ?>
  </div>
<?cs /def ?>

<?cs # ---- table ?>
<?cs def:table_begin(caption) ?>
  <div class="scroll" tabindex="0" role="region" aria-label="<?cs var:caption ?>">
  <table class="list" id="list">
  <caption class="vh"><?cs var:caption ?></caption>
<?cs /def ?>

<?cs def:table_end() ?>
  </table>
  </div>
<?cs /def ?>

<?cs def:list_th(sort, label, class) ?>
  <th scope="col"<?cs if:class ?> class="<?cs var:class ?>"<?cs /if ?><?cs if:sort == List.sort ?>
      aria-sort="<?cs var:List.dir ?>"<?cs /if ?>>
    <?cs if:List.sorts[sort] ?>
      <a href="<?cs var:url(List.sorts[sort]) ?>"><?cs var:label ?></a>
    <?cs else ?>
      <?cs var:label ?>
    <?cs /if ?>
  </th>
<?cs /def ?>

<?cs def:list_more() ?>
  <div class="pager" id="pager">
    <?cs if:List.more_url ?>
      <a class="btn" href="<?cs var:url(List.more_url) ?>" data-more="<?cs var:url(List.more_url) ?>">
        <?cs var:Text.button.more ?>
      </a>
    <?cs elif:List.later ?>
      <p class="hint"><?cs var:Text.list.end ?></p>
    <?cs /if ?>
  </div>
<?cs /def ?>

<?cs # ---- check boxes ?>
<?cs def:select_begin() ?>
  <form method="post" action="<?cs var:path(List.path) ?>/select" id="select">
  <?cs call:form_token() ?>
  <input type="hidden" name="query" value="<?cs var:List.query ?>">
  <input type="hidden" name="next" value="<?cs var:List.next ?>">
  <input type="hidden" name="shown" value="<?cs var:List.ids ?>">
<?cs /def ?>

<?cs def:select_end() ?>
  </form>
<?cs /def ?>

<?cs def:bulk_begin(label) ?>
  <div class="bulk" role="group" aria-label="<?cs var:label ?>">
  <button class="btn small" name="op" value="all" data-all><?cs var:Text.list.all ?></button>
  <p data-selected="<?cs var:Text.list.selected ?>">
    <strong>
      <?cs if:List.ticked ?>
        <?cs call:say(Text.list.selected, List.ticked) ?>
      <?cs else ?>
        <?cs call:say(Text.list.selected, "0") ?>
      <?cs /if ?>
    </strong>
    <?cs if:List.ticked_elsewhere > #0 ?> <span data-beyond="<?cs var:List.ticked_elsewhere ?>">
        <?cs call:say(Text.list.beyond, List.ticked_elsewhere) ?></span><?cs /if ?>
  </p>
  <button class="btn small quiet" name="op" value="none"><?cs var:Text.list.none ?></button>
  <details class="menu push" name="list">
  <summary class="btn"><?cs var:Text.list.bulk ?></summary>
  <ul class="drop">
<?cs /def ?>

<?cs def:bulk_end() ?>
  </ul>
  </details>
  </div>
<?cs /def ?>

<?cs def:tick_th() ?>
  <td class="c-check"></td>
<?cs /def ?>

<?cs def:tick(id, label) ?>
  <td class="c-check">
    <label>
      <input type="checkbox" name="id" value="<?cs var:id ?>"
          aria-label="<?cs call:say(Text.list.tick, label) ?>"<?cs if:List.ticked ?><?cs if:Ticked[id] ?>
          checked<?cs /if ?><?cs /if ?>>
    </label>
<?cs /def ?>

<?cs def:select_more() ?>
  <div class="pager" id="pager">
    <?cs if:List.more_url ?>
      <button class="btn" name="op" value="more" data-more="<?cs var:url(List.more_url) ?>">
        <?cs var:Text.button.more ?>
      </button>
    <?cs /if ?>
    <p class="hint"><?cs var:Text.list.select_hint ?></p>
  </div>
<?cs /def ?>
