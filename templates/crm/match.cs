<?cs # Pieces of the two matching lists; include it after crm/list.cs. ?>
<?cs def:match_search(action) ?>
  <?cs call:search_begin(Page.title, action) ?>
  <div class="grid"><?cs call:grid(Form.q) ?><?cs call:grid(Form.pref) ?><?cs call:grid(Form.least) ?></div>
  <?cs call:search_end() ?>
  <?cs call:list_chips() ?>
  <?cs if:Match.capped ?>
    <p class="hint"><?cs call:say(Text.match.capped, Match.capped) ?></p>
  <?cs /if ?>
<?cs /def ?>

<?cs def:match_bulk() ?>
  <?cs call:bulk_begin(Text.crm.bulk_label) ?>
  <?cs if:Me.write ?>
    <li><button name="op" value="person"><?cs var:Text.match.to_person ?></button></li>
    <li><button name="op" value="firm"><?cs var:Text.match.to_firm ?></button></li>
  <?cs /if ?>
  <?cs call:bulk_end() ?>
<?cs /def ?>

<?cs def:match_score(r) ?>
  <td class="score" data-label="<?cs var:Text.match.score ?>">
    <b><?cs var:r.score ?> <meter max="100" value="<?cs var:r.score ?>" aria-hidden="true"></meter></b>
<?cs /def ?>

<?cs def:match_reasons(r) ?>
  <td class="reasons" data-label="<?cs var:Text.match.reasons ?>">
    <?cs if:r.process_id ?>
      <span>
        <a href="/crm/process/<?cs var:r.process_id ?>"><span class="vh"><?cs var:Text.match.reached ?></span>
            <?cs call:phase(r.reached) ?></a> <?cs var:r.reasons ?>
      </span>
    <?cs else ?>
      <?cs var:r.reasons ?>
    <?cs /if ?>
<?cs /def ?>

<?cs def:match_end() ?><?cs call:table_end() ?><?cs call:select_more() ?><?cs call:select_end() ?><?cs /def ?>

<?cs def:match_nothing() ?>
  <?cs if:List.conditions > #0 ?>
    <?cs call:list_empty(Text.list.empty, Text.match.empty, Page.path, Text.list.clear) ?>
  <?cs else ?>
    <?cs call:list_empty(Text.list.empty, Text.match.empty, "", "") ?>
  <?cs /if ?>
<?cs /def ?>
