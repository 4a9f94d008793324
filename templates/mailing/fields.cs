<?cs # 必須 although the program takes them empty while a template is put in or the range is changed ?>
<?cs def:head_must(f, d) ?>
  <div class="field<?cs if:f.err ?> has-err<?cs /if ?>">
  <label for="<?cs var:d.name ?>"><?cs var:d.label ?><span class="must"><?cs var:Text.form.must ?></span></label>
  <?cs call:field_notes(f, d) ?>
<?cs /def ?>

<?cs def:line_must(f, width) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:head_must(f, d) ?>
    <?cs call:field_line(f, d, width, "") ?>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:choose(f, none) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <?cs call:field_select(f, d, "w-l", none) ?>
    </div>
  <?cs /with ?>
<?cs /def ?>
