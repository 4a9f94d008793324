<?cs include!"layout/head.cs" ?><?cs include!"layout/list.cs" ?>
<div class="head"><h1><?cs var:Page.title ?></h1><a class="btn primary" href="/mailing/signature/new"><?cs var:Text.mailing.signature.new ?></a></div>
<p><?cs var:Text.mailing.signature.lead ?></p>
<?cs if:subcount(Rows) ?><?cs call:table_begin(Text.mailing.signature.caption) ?>
<thead><tr><?cs call:list_th("", Text.mailing.signature.name, "") ?><?cs call:list_th("", Text.mailing.signature.body, "") ?></tr></thead>
<tbody><?cs each:r = Rows ?>
<tr>
<th scope="row"><a href="/mailing/signature/<?cs var:r.id ?>"><?cs var:r.name ?></a><?cs if:r.is_default == "1" ?> <?cs call:badge("is-on", Text.mailing.signature.default) ?><?cs /if ?></th>
<td data-label="<?cs var:Text.mailing.signature.body ?>"><span class="text"><?cs var:r.body ?></span></td>
</tr><?cs /each ?>
</tbody>
<?cs call:table_end() ?>
<?cs else ?><?cs call:list_empty(Text.mailing.signature.empty, Text.mailing.signature.empty_lead, "", "") ?><?cs /if ?>
<?cs include!"layout/foot.cs" ?>
