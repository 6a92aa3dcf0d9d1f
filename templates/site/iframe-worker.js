// A worker for pages opened from disk, where browsers refuse real ones: it runs the worker's script in a hidden frame of
// the same origin. The themes look for it by this file's name and as window.IFrameWorker, and take their own from a
// public server where they find none.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  window.IFrameWorker = function (url) {
    var target = new EventTarget();
    var frame = document.createElement("iframe");
    frame.hidden = true;
    document.body.appendChild(frame);
    var scope = frame.contentWindow;
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
    // A copy, and later, as between a page and a real worker: neither side sees what the other does to its data, and no
    // answer arrives while the question is still being asked.
    function deliver(data, receiver, Message) {
      var message = new Message("message", { data: structuredClone(data) });
      setTimeout(function () { receiver.dispatchEvent(message); });
    }
    scope.importScripts = function () {
      return Array.from(arguments).reduce(function (before, source) {
        return before.then(function () { return load(source); });
      }, Promise.resolve());
    };
    scope.postMessage = function (data) {
      deliver(data, target, MessageEvent);
    };
    target.postMessage = function (data) {
      started.then(function () { deliver(data, scope, scope.MessageEvent); });
    };
    target.terminate = function () { frame.remove(); };
    var started = load(new URL(url, location.href).href);
    return target;
  };
})();
