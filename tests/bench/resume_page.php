


<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title><?= t('title.crm.resume_list') ?> - Musubi</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/musubi.css">
<script src="/static/page.js" defer></script>
</head>
<body>
<a class="skip" href="#main"><?= t('layout.skip') ?></a>
<header class="bar">
<button class="bar-menu" type="button" popovertarget="nav"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 6h18M3 12h18M3 18h18"/></svg><span><?= t('layout.menu') ?></span></button>
<a class="brand" href="/"><svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="M9.96 17.42A5.5 5.5 0 1 1 13.56 15.08"/><path class="knot" d="M14.05 6.58A5.5 5.5 0 1 1 10.44 8.92"/></svg><span>Musubi</span></a>
<p class="bar-org"><?= h($me['_org_name']) ?></p>
<details class="run" name="bar" data-state="<?= $runs['busy'] ? 'busy' : ($runs['done'] ? 'done' : 'idle') ?>" data-busy="<?= t('run.icon_busy') ?>" data-done="<?= t('run.icon_done') ?>" data-idle="<?= t('run.icon_idle') ?>"<?= $runs['busy'] ? ' data-poll="/mailing/runs/state"' : '' ?>>
<summary><svg class="run-busy" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3a9 9 0 1 1-8.5 6"/><path d="M12 7v5l3.5 2"/></svg><svg class="run-done" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M7.5 12.5l3 3 6-7"/></svg><svg class="run-idle" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9" stroke-dasharray="2.5 4"/></svg><span role="status"><?= $runs['busy'] ? say('run.icon_busy', $runs['busy']) : ($runs['done'] ? say('run.icon_done', $runs['done']) : t('run.icon_idle')) ?></span></summary>
<div class="drop">
<p><?= $runs['busy'] ? say('run.busy', $runs['busy']) : ($runs['done'] ? say('run.done', $runs['done']) : t('run.idle')) ?></p>
<a href="/mailing/runs"><?= t('nav.run') ?></a>
<?php if ($runs['last']): ?>
<a href="/mailing/run/<?= $runs['last'] ?>/csv"><?= t('run.result') ?></a>
<?php endif ?>
<button type="button" data-still hidden><?= t('run.still') ?></button>
</div>
</details>
<details name="bar">
<summary><svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/></svg><span><?= h($me['_name']) ?></span></summary>
<ul class="drop">
<li><a href="/account/settings"><?= t('nav.settings') ?></a></li>
<li><form method="post" action="/account/lang"><?= token_field() ?><input type="hidden" name="back" value="<?= h(PATH) ?>"><button name="to" value="en" lang="en">English</button></form></li>
<li><form method="post" action="/account/signout"><?= token_field() ?><button><?= t('layout.signout') ?></button></form></li>
</ul>
</details>
</header>
<div class="frame">
<nav class="side" id="nav" popover aria-label="<?= t('layout.nav') ?>">
<ul>
<?= nav_item('/crm/', 'home') ?>
</ul>
<p id="nav-crm"><?= t('nav.crm') ?></p>
<ul aria-labelledby="nav-crm">
<?= nav_item('/crm/resume', 'resume'), nav_item('/crm/job', 'job'), nav_item('/crm/company', 'company'), nav_item('/crm/contact', 'contact'), nav_item('/crm/process', 'process'), nav_item('/crm/duplicates', 'duplicates') ?>
</ul>
<p id="nav-mail"><?= t('nav.mailing') ?></p>
<ul aria-labelledby="nav-mail">
<?= nav_item('/mailing/runs', 'run'), nav_item('/mailing/templates', 'template'), isset($me['roles']['admin']) || isset($me['roles']['member']) ? nav_item('/mailing/signatures', 'signature') : '', nav_item('/mailing/stops', 'dnc') ?>
</ul>
<p id="nav-own"><?= t('nav.own') ?></p>
<ul aria-labelledby="nav-own">
<?= isset($me['roles']['admin']) ? nav_item('/account/members', 'members') : '', nav_item('/account/settings', 'settings') ?>
</ul>
</nav>
<div class="page">
<main id="main" tabindex="-1">
<nav class="crumbs" aria-label="<?= t('layout.crumbs') ?>"><ol>
<li><a href="/crm/"><?= t('nav.home') ?></a></li>
<li aria-current="page"><?= t('title.crm.resume_list') ?></li>
</ol></nav>
<script src="/static/list.js" defer></script>


<div class="head"><h1><?= t('title.crm.resume_list') ?></h1><?php if (isset($me['roles']['admin']) || isset($me['roles']['member'])): ?><div class="row"><a class="btn" href="/crm/resume/import"><?= t('crm.import') ?></a><a class="btn primary" href="/crm/resume/new"><?= t('button.new') ?></a></div><?php endif ?></div>

<details class="search">
<summary><?= t('list.search') ?></summary>
<form method="get" action="<?= h(PATH) ?>" role="search" aria-label="<?= t('title.crm.resume_list') ?>" autocomplete="off">
<div class="grid">
<?= line('q', 'search.q', 200), line('name', 'search.name', 80), choice('pref', 'search.pref', choices('pref')), choice('occupation', 'occupation', choices('occupation')), pair('age', 'age'), pair('salary', 'salary'), line('skills', 'skills', 80), line('licences', 'licences', 80), choice('phase', 'phase', choices('phase')), choice('owner_id', 'owner', array_column($found['owners'], 'label', 'value')), pair('updated', '') ?>
</div>
<div class="row"><input type="hidden" name="sort" value="updated"><input type="hidden" name="size" value="50">
<button class="btn"><?= t('button.search') ?></button>
<a class="btn quiet" href="<?= h(PATH) ?>"><?= t('button.reset') ?></a>
</div>
</form>
</details>
<details class="more saved"><summary><?= t('crm.saved') ?></summary><?php if ($found['saved_searches']): ?>

<ul class="files">
<?php foreach ($found['saved_searches'] as $s): ?>
<li><a href="<?= h(PATH . '?' . $s['query']) ?>"><?= h($s['name']) ?></a>
<form method="post" action="/crm/resume/saved/<?= h($s['id']) ?>/drop"><?= token_field() ?><button class="btn small quiet"><?= t('crm.saved_drop') ?><span class="vh"> <?= h($s['name']) ?></span></button></form></li>
<?php endforeach ?>
</ul><?php else: ?><p class="hint"><?= t('crm.saved_none') ?></p><?php endif ?>

</details>

<form method="post" action="/crm/resume/select" id="select">
<?= token_field() ?><input type="hidden" name="query" value=""><input type="hidden" name="next" value="<?= h($next) ?>"><input type="hidden" name="shown" value="<?= implode(',', array_column($list, 'id')) ?>"><div class="tools">
<p><b><?= say('list.total', $total) ?></b> <span aria-live="polite" data-shown="<?= t('list.shown') ?>"><?= say('list.shown', count($list)) ?></span></p>
<details class="menu only-narrow" name="list"><summary class="btn small"><?= t('list.sort') ?></summary>
<ul class="drop">
<li><a href="/crm/resume?dir=turn" aria-current="true"><?= t('sort.updated') ?> ▼</a></li>
<?php foreach (['kana', 'age', 'salary'] as $sort): ?>
<li><a href="/crm/resume?sort=<?= $sort ?>"><?= t("sort.$sort") ?></a></li>
<?php endforeach ?>
</ul></details>
<p class="push sizes"><?= t('list.size') ?> <a href="/crm/resume?size=20">20</a> <b aria-current="true">50</b> <a href="/crm/resume?size=100">100</a></p>
<a href="/crm/resume/csv"><?= t('list.csv') ?></a>
</div><div class="bulk" role="group" aria-label="<?= t('crm.bulk_label') ?>">
<button class="btn small" name="op" value="all" data-all><?= t('list.all') ?></button>
<p data-selected="<?= t('list.selected') ?>"><strong><?= say('list.selected', 0) ?></strong></p>
<button class="btn small quiet" name="op" value="none"><?= t('list.none') ?></button>
<details class="menu push" name="list"><summary class="btn"><?= t('list.bulk') ?></summary>
<ul class="drop"><?php if (isset($me['roles']['admin']) || isset($me['roles']['member'])): ?><li><button name="op" value="mail"><?= t('crm.bulk_mail') ?></button></li><?php endif ?></ul></details>
</div><div class="scroll" tabindex="0" role="region" aria-label="<?= t('title.crm.resume_list') ?>">
<table class="list" id="list">
<caption class="vh"><?= t('title.crm.resume_list') ?></caption>
<thead><tr><td class="c-check"></td><?= th('name', 'kana'), th('age', 'age', 'num'), th('pref'), th('resume.occupation'), th('experience'), th('salary', 'salary', 'num'), th('phase'), th('owner'), th('updated', 'updated', 'num') ?></tr></thead>
<tbody class="owned">
<?php
$age = td('num', 'age');
$pref = td('nw', 'pref');
$occupation = td('', 'resume.occupation');
$experience = td('', 'experience');
$salary = td('num', 'salary');
$phase = td('', 'phase');
$owner = td('', 'owner');
$updated = td('num', 'updated');
$years = t('unit.age');
$yen = t('unit.salary');
foreach ($list as $r):
    $id = h($r['id']);
    $name = h($r['name']);
?>
<tr><td class="c-check"><label><input type="checkbox" name="id" value="<?= $id ?>" aria-label="<?= say('list.tick', $r['name']) ?>"></label><th scope="row"><a href="/crm/resume/<?= $id ?>"><?= $name ?></a> <?= mail_flag($r['mail_flag']) ?><span class="sub"><?= h($r['kana']) ?></span><?= $age, $r['age'] !== null ? h($r['age']) . $years : '', $pref, option('pref', $r['pref']), $occupation, option('occupation', $r['occupation']), $experience, h($r['career']), $salary, $r['salary'] !== null ? h($r['salary']) . $yen : ($r['salary_from'] !== null ? h($r['salary_from']) . $yen . '〜' : ''), $phase, phase($r['phase']), $owner, h($r['owner']), $updated, h($r['updated']) ?>

<?php endforeach ?>
</tbody>
</table>
</div><div class="pager" id="pager"><?php if ($next !== ''): ?><button class="btn" name="op" value="more" data-more="<?= h(PATH . '?after=' . $next) ?>"><?= t('button.more') ?></button><?php endif ?><p class="hint"><?= t('list.select_hint') ?></p></div></form>

</main>
<footer class="foot"><p>Musubi</p></footer>
</div>
</div>
</body>
</html>

