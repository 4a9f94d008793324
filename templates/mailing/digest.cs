<?cs # 案内するJOB on the compose page of a newsletter, and the tag that becomes the list of them. ?>
<?cs if:Kind.digest ?>
  <section class="part" aria-labelledby="p-digest">
    <?cs call:part("p-digest", Text.mailing.digest.part, Text.mailing.digest.part_note) ?>
    <div>
      <?cs with:d = Field[Form.job_ids] ?>
        <?cs call:field_head(Form.job_ids, d) ?>
        <?cs call:field_line(Form.job_ids, d, "w-full", "off") ?>
        </div>
      <?cs /with ?>
      <?cs call:digest_list() ?>
      <p class="row">
        <?cs if:Digest_ticked ?><input type="hidden" name="ticked" value="<?cs var:Digest_selection.id ?>">
            <input type="hidden" name="ticked_version" value="<?cs var:Digest_selection.version ?>">
            <button class="btn small" name="op" value="jobs">
            <?cs var:Options.compose.op.jobs ?></button> <?cs call:say(Text.mailing.digest.ticked, Digest_ticked) ?> <?cs /if ?>
        <a href="/crm/job?state=open"><?cs var:Text.mailing.digest.to_list ?></a>
      </p>
      <?cs call:check(Form.job_company) ?>
    </div>
  </section>
<?cs /if ?>
