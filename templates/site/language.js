// The language switch keeps the place: a link to the page in another language leads to the same clause.
(function () {
  "use strict";
  function keepPlace(event) {
    var link = event.target.closest && event.target.closest("a.cb-languages__link");
    if (link) link.hash = location.hash;
  }
  document.addEventListener("pointerdown", keepPlace, true);
  document.addEventListener("click", keepPlace, true);
})();
