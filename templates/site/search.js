// Search in the browser. Four things that the theme's search lacks: no page builds the index before somebody turns to the
// search, which old computers would feel; a Chinese query is cut into the words of the index (the theme drops its last
// word); pages that hold all words of a query come before those that hold one; and a query that is pasted counts.
// Zensical's search has them, and its messages, of the same kinds but another form, pass as they are.
(function () {
  "use strict";
  var SETUP = 0, QUERY = 2, RESULT = 3; // the theme's kinds of message
  var HAN = /[\u3400-\u9fff]/;
  var ONLY_HAN = /^[\u3400-\u9fff]+$/;
  var RUNS = /[\u3400-\u9fff]+/g;
  var LONGEST_WORD = 12;
  var SPARE = "\u9f98"; // a Chinese character that no text has
  var AnyWorker = window.IFrameWorker || window.Worker;

  // The Chinese words of the index, cut as the search cuts it.
  function vocabularyOf(index) {
    var words = new Set();
    var separator = new RegExp(index.config.separator);
    index.docs.forEach(function (doc) {
      (doc.title + "\u200b" + doc.text).replace(/<[^>]*>/g, "\u200b").split(separator).forEach(function (word) {
        if (ONLY_HAN.test(word)) words.add(word);
      });
    });
    return words;
  }

  // Takes the longest known word each time; a character that starts none stands alone. The theme cuts each word again and
  // looks at all of it but its last character, so a known word gets one more to lose.
  function cut(run, words) {
    var parts = [];
    for (var start = 0; start < run.length; ) {
      var length = Math.min(LONGEST_WORD, run.length - start);
      while (length > 1 && !words.has(run.slice(start, start + length))) length--;
      var word = run.slice(start, start + length);
      parts.push(words.has(word) ? word + SPARE : word);
      start += length;
    }
    return parts.join(" ");
  }

  // The query with every longer word required, or null where there is only one word or an operator.
  function demanding(query) {
    var words = query.trim().split(/[\s-]+/);
    if (words.length < 2 || /(^|\s)[+-]|["~^*:]/.test(query)) return null;
    return words.map(function (word) { return word.length > 2 || HAN.test(word) ? "+" + word + "*" : word; }).join(" ");
  }

  // Delivers an event as a real worker does: to listeners, and to the handler that is named after it.
  function tell(target, event) {
    target.dispatchEvent(event);
    if (target["on" + event.type]) target["on" + event.type](event);
  }

  function isQuery(element) {
    return Boolean(element) && element.name === "query";
  }

  var wanted = new Promise(function (resolve) {
    document.addEventListener("focusin", function (event) { if (isQuery(event.target)) resolve(); });
    if (isQuery(document.activeElement)) resolve();
  });

  // Stands between the page and its search. A query of several words is first asked with all of them required, and
  // as it was typed only where that finds nothing and nobody has typed on.
  function SearchWorker(url, options) {
    var worker = new AnyWorker(url, options);
    var page = new EventTarget();
    var words = new Set();
    var fallbacks = [];

    function ask(query, fallback) {
      fallbacks.push(fallback);
      worker.postMessage({ type: QUERY, data: query });
    }
    function setUp(message) {
      words = vocabularyOf(message.data);
      worker.postMessage(message);
    }
    page.postMessage = function (message) {
      if (message.type === SETUP && message.data.docs) wanted.then(function () { setUp(message); });
      else if (message.type === QUERY && typeof message.data === "string") search(message.data);
      else worker.postMessage(message);
    };
    function search(typed) {
      var query = typed.replace(RUNS, function (run) { return " " + cut(run, words) + " "; }).trim();
      var strict = demanding(query);
      ask(strict || query, strict && query);
    }
    page.terminate = function () { worker.terminate(); };
    worker.addEventListener("message", function (event) {
      if (event.data.type === RESULT) {
        var fallback = fallbacks.shift();
        if (fallback && !fallbacks.length && !event.data.data.items.length) return ask(fallback, null);
      }
      tell(page, new MessageEvent("message", { data: event.data }));
    });
    worker.addEventListener("error", function () { tell(page, new Event("error")); });
    return page;
  }

  // The theme looks at the query when a key is released, and so misses one that is pasted with the mouse.
  document.addEventListener("input", function (event) {
    if (isQuery(event.target)) event.target.dispatchEvent(new KeyboardEvent("keyup"));
  });

  window.Worker = SearchWorker;
})();
