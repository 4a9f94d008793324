<?cs # The lower half of a page with menu: see layout/head.cs. ?>
</main>
<footer class="foot">
  <p>Musubi</p>
</footer>
</div>
</div>
</body>
</html>
