<?cs #
  The upper half of a page without menu: sign-in, links from mails, errors. layout/gate_foot.cs is the lower one. The page writes its
  own h1. set:Gate.wide = "1" before the include makes room for more than a short form.
?>
<?cs include!"layout/form.cs" ?>
<?cs include!"layout/macro.cs" ?>
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
<body class="gate">
<header><a class="brand" href="/"><?cs call:mark() ?><span><?cs var:Text.layout.brand ?></span></a></header>
<main<?cs if:Gate.wide ?> class="wide"<?cs /if ?>>
<?cs if:Page.notice ?>
  <div class="note note-ok" role="status">
    <div><?cs var:Page.notice ?></div>
  </div>
<?cs /if ?>
