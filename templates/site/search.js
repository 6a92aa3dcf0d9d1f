// Search in the browser. Four things that the theme's search lacks: a Chinese query is cut into the words of the index
// (the theme drops its last word); pages that hold all words of a query come before those that hold one; a query that is
// pasted counts; and a page opened from disk gets a worker (browsers refuse real ones on file://).
(function () {
  "use strict";
  var SETUP = 0, QUERY = 2, RESULT = 3; // the theme's kinds of message
  var HAN = /[\u3400-\u9fff]/;
  var RUNS = /[\u3400-\u9fff]+/g;
  var LONGEST_WORD = 12;
  var NativeWorker = window.Worker;
  var isOnDisk = location.protocol === "file:";

  function vocabularyOf(index) {
    var words = new Set();
    index.docs.forEach(function (doc) {
      (doc.title + "\u200b" + doc.text).split(/\u200b|[^\u3400-\u9fff]+/).forEach(function (word) {
        if (word) words.add(word);
      });
    });
    return words;
  }

  // Takes the longest known word each time; a character that starts none stands alone.
  function cut(run, words) {
    var parts = [];
    for (var start = 0; start < run.length; ) {
      var length = Math.min(LONGEST_WORD, run.length - start);
      while (length > 1 && !words.has(run.slice(start, start + length))) length--;
      parts.push(run.slice(start, start + length));
      start += length;
    }
    return parts.join(" ");
  }

  // Stands in for a worker on file://: runs the worker's script in a hidden frame of the same origin.
  function FrameWorker(url) {
    var target = new EventTarget();
    var frame = document.createElement("iframe");
    frame.hidden = true;
    document.body.appendChild(frame);
    var scope = frame.contentWindow;
    var ready = false, waiting = [];
    scope.document.open();
    scope.document.write("<!doctype html><title></title>");
    scope.document.close();

    function load(source) {
      return new Promise(function (done, failed) {
        var script = scope.document.createElement("script");
        script.src = source;
        script.onload = done;
        script.onerror = failed;
        scope.document.head.appendChild(script);
      });
    }
    function deliver(data) {
      scope.dispatchEvent(new scope.MessageEvent("message", { data: data }));
    }
    scope.importScripts = function () {
      return Array.from(arguments).reduce(function (before, source) {
        return before.then(function () { return load(source); });
      }, Promise.resolve());
    };
    scope.postMessage = function (data) {
      target.dispatchEvent(new MessageEvent("message", { data: data }));
    };
    target.postMessage = function (data) {
      if (ready) deliver(data); else waiting.push(data);
    };
    target.terminate = function () { frame.remove(); };
    load(new URL(url, location.href).href).then(function () {
      ready = true;
      waiting.forEach(deliver);
    });
    return target;
  }

  // The query with every longer word required, or null where there is only one word or an operator.
  function demanding(query) {
    var words = query.trim().split(/[\s-]+/);
    if (words.length < 2 || /(^|\s)[+-]|["~^*:]/.test(query)) return null;
    return words.map(function (word) { return word.length > 2 || HAN.test(word) ? "+" + word + "*" : word; }).join(" ");
  }

  // Stands between the page and its search. A query of several words is first asked with all of them required, and
  // as it was typed only where that finds nothing and nobody has typed on.
  function SearchWorker(url, options) {
    var worker = isOnDisk ? FrameWorker(url) : new NativeWorker(url, options);
    var page = new EventTarget();
    var words = new Set();
    var fallbacks = [];

    function ask(query, fallback) {
      fallbacks.push(fallback);
      worker.postMessage({ type: QUERY, data: query });
    }
    page.postMessage = function (message) {
      if (message.type === SETUP) words = vocabularyOf(message.data);
      if (message.type !== QUERY) return worker.postMessage(message);
      var query = message.data.replace(RUNS, function (run) { return " " + cut(run, words) + " "; }).trim();
      var strict = demanding(query);
      ask(strict || query, strict && query);
    };
    page.terminate = function () { worker.terminate(); };
    worker.addEventListener("message", function (event) {
      if (event.data.type === RESULT) {
        var fallback = fallbacks.shift();
        if (fallback && !fallbacks.length && !event.data.data.items.length) return ask(fallback, null);
      }
      page.dispatchEvent(new MessageEvent("message", { data: event.data }));
    });
    return page;
  }

  // The theme looks at the query when a key is released, and so misses one that is pasted with the mouse.
  document.addEventListener("input", function (event) {
    if (event.target.name === "query") event.target.dispatchEvent(new KeyboardEvent("keyup"));
  });

  window.Worker = SearchWorker;
  if (isOnDisk) window.IFrameWorker = FrameWorker; // the theme looks for this name to find its own language files
})();
