// Runs before the page is drawn: one that is about to be filtered, or to get a second language, is drawn afterwards, so
// that nothing moves before the reader's eyes. Not for longer than a moment, though.
(function () {
  "use strict";
  const PATIENCE = 3000; // milliseconds

  function isRemembered() {
    try {
      return Object.keys(localStorage).some(key => /^clausebook:.*:beside$/.test(key) && localStorage[key]);
    } catch (error) {
      return false;
    }
  }

  function draw() {
    document.documentElement.classList.remove("cb-is-early");
  }

  if (!/[?&](beside|model|role|type)=/.test(location.search) && !isRemembered()) return;
  document.documentElement.classList.add("cb-is-early");
  document.addEventListener("DOMContentLoaded", draw);
  setTimeout(draw, PATIENCE);
})();
