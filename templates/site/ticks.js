// The ticks on a checklist stay in this browser, each under the reference of its provision, for every language of the
// page; other windows with the same checklist follow.
(function () {
  "use strict";
  const { bar } = Reader;
  const boxes = Array.from(document.querySelectorAll(".cb-tick"));
  if (!bar || !boxes.length) return;
  const name = "ticks:" + boxes[0].closest("[data-list]").dataset.list;
  const count = document.querySelector(".cb-ticked");
  const clear = document.querySelector(".cb-untick");
  let ticked = new Set();

  function reference(box) {
    return box.closest("[data-ref]").dataset.ref;
  }

  function read() {
    try {
      ticked = new Set(JSON.parse(Reader.recall(name)));
    } catch (error) {
      ticked = new Set(); // somebody else's text under our name
    }
  }

  function show() {
    boxes.forEach(box => { box.checked = ticked.has(reference(box)); });
    const done = boxes.filter(box => box.checked).length;
    count.textContent = Reader.fill(count.dataset.some, { done, total: boxes.length });
    count.hidden = false;
    clear.hidden = !done || !Dialog.isSupported;
  }

  // Takes in first what another window has stored meanwhile.
  function change(act) {
    read();
    act();
    Reader.remember(name, JSON.stringify(Array.from(ticked)));
    show();
  }

  function tick(box) {
    change(() => (box.checked ? ticked.add(reference(box)) : ticked.delete(reference(box))));
  }

  function untick() {
    Dialog.close();
    change(() => boxes.forEach(box => ticked.delete(reference(box))));
    const first = boxes.find(box => box.offsetParent);
    if (first) first.focus();
  }

  function ask() {
    const { sure, yes, no } = clear.dataset;
    Dialog.open(sure, null, [[no, Dialog.close], [yes, untick]]);
  }

  function refresh() {
    read();
    show();
  }

  boxes.forEach(box => box.addEventListener("change", () => tick(box)));
  clear.addEventListener("click", ask);
  window.addEventListener("storage", event => { if (event.key === Reader.key(name) || !event.key) refresh(); });
  window.addEventListener("pageshow", refresh);
  refresh();
})();
