<?cs #
  The upper half of a page with menu; layout/foot.cs is the lower one. A page is

    include!"layout/head.cs"
    <div class="head"><h1>title</h1><a class="btn primary" href="/area/new">what it makes</a></div>
    call:form_errors()                                   where a form can come back
    ... content ...
    include!"layout/foot.cs"

  Before the include a template may set, for the breadcrumb and the title of the window:

    set:Page.title = Record.name                         else the route's title (Text.title.<crumb>)
    set:Crumbs.0.label = Text.nav.resume, set:Crumbs.0.url = "/crm/resume"   steps between ホーム and this page

  The macros of layout/form.cs and layout/macro.cs come with it; pages with a list include layout/list.cs, too.
  What page_layout() sets (page.h): Page.*, Me.*, Run.*, Form.token. Run.result_url, when set, is where the result file of one's
  latest run lies; Run.poll_url answers {"busy":n,"done":n} and lets the icon move without a reload.
?>
<?cs include!"layout/form.cs" ?>
<?cs include!"layout/macro.cs" ?>
<?cs include!"layout/nav.cs" ?>
<!DOCTYPE html>
<html lang="<?cs var:Page.lang ?>">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title><?cs if:Errors ?><?cs var:Text.form.error ?><?cs /if ?><?cs var:Page.title ?> - Musubi</title>
  <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/static/musubi.css">
  <script src="/static/page.js" defer></script>
</head>
<body>
<a class="skip" href="#main"><?cs var:Text.layout.skip ?></a>
<header class="bar">
  <button class="bar-menu" type="button" popovertarget="nav">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 6h18M3 12h18M3 18h18"/></svg>
    <span><?cs var:Text.layout.menu ?></span>
  </button>
  <a class="brand" href="/"><?cs call:mark() ?><span>Musubi</span></a>
  <p class="bar-org"><?cs var:Me.org ?></p>
  <?cs if:Me.feature.agency && Me.client ?><?cs call:part_run_icon() ?><?cs /if ?>
  <?cs call:account_menu() ?>
</header>
<div class="frame">
<nav class="side" id="nav" popover aria-label="<?cs var:Text.layout.nav ?>"><?cs call:part_nav() ?></nav>
<div class="page">
<main id="main" tabindex="-1">
<?cs call:part_crumbs() ?>
<?cs if:Page.notice ?>
  <div class="note note-ok" role="status">
    <div><?cs var:Page.notice ?></div>
  </div>
<?cs /if ?>
