<?cs # What the pages of two-factor sign-in share: the field for the six digits of the app. What was typed is not shown again: it is good once. ?>
<?cs def:code_field(f) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <input class="w-s" id="<?cs var:d.name ?>" name="<?cs var:d.name ?>" type="text" inputmode="numeric"
        autocomplete="one-time-code" autocapitalize="none" spellcheck="false"
        maxlength="<?cs var:d.max ?>"<?cs call:field_aria(f, d) ?>>
    </div>
  <?cs /with ?>
<?cs /def ?>

<?cs def:any_code_field(f) ?>
  <?cs with:d = Field[f] ?>
    <?cs call:field_head(f, d) ?>
    <input class="w-m" id="<?cs var:d.name ?>" name="<?cs var:d.name ?>" type="text" autocomplete="one-time-code"
        autocapitalize="none" spellcheck="false" maxlength="<?cs var:d.max ?>"<?cs call:field_aria(f, d) ?>>
    </div>
  <?cs /with ?>
<?cs /def ?>
