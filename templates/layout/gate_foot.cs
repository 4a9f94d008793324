<?cs # The lower half of a page without menu: see layout/gate.cs. ?>
</main>
<footer class="foot">
  <p>
    <?cs if:Page.lang == "en" ?>
      <a href="/account/lang?to=ja&amp;back=<?cs var:url_escape(Page.path) ?>" lang="ja" hreflang="ja">日本語</a>
    <?cs else ?>
      <a href="/account/lang?to=en&amp;back=<?cs var:url_escape(Page.path) ?>" lang="en" hreflang="en">English</a>
    <?cs /if ?>
  </p>
</footer>
</body>
</html>
