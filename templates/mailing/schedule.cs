<?cs # 送信日時 on the compose page. Day and time count only when 「日時を指定」 is chosen. ?>
<section class="part" aria-labelledby="p-start">
  <?cs call:part("p-start", Text.mailing.schedule.part, Text.mailing.schedule.part_note) ?>
  <div>
    <?cs call:radios(Form.start) ?>
    <div class="field row">
      <div><?cs call:field_w(Form.start_date, "w-s") ?></div>
      <div><?cs call:field_w(Form.start_time, "w-xs") ?></div>
    </div>
  </div>
</section>
