// The full citation of a provision in a dialog, to copy: its text and where it stands.
(function () {
  "use strict";
  const words = document.querySelector(".cb-cite-words");
  if (!words || !Dialog.isSupported) return;

  // A page opened from disk has no address for others, and its own would tell how this computer's folders are named.
  function address(button) {
    const place = location.origin + location.pathname + "#" + button.closest("[id]").id;
    return location.protocol === "file:" ? "" : place;
  }

  function field(text) {
    const area = document.createElement("textarea");
    area.className = "cb-dialog__text";
    area.readOnly = true;
    area.rows = 5;
    area.defaultValue = text; // unlike `value`, it leaves the caret at the beginning
    area.setAttribute("aria-labelledby", "cb-dialog-title");
    return area;
  }

  // The way of browsers and of intranets without a clipboard to write to.
  function copySelected(area) {
    area.select();
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("refused"));
  }

  function copy(area) {
    const copied = navigator.clipboard ? navigator.clipboard.writeText(area.value) : copySelected(area);
    return copied.catch(() => copySelected(area));
  }

  function show(button) {
    const { title, copied, close } = words.dataset;
    const area = field([button.dataset.cite, address(button)].filter(Boolean).join("\n"));
    const say = Dialog.open(title, area, [
      [words.dataset.copy, () => copy(area).then(() => say(copied), () => area.select())],
      [close, Dialog.close],
    ]);
  }

  document.querySelectorAll(".cb-cite").forEach(button => {
    button.hidden = false;
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", () => show(button));
  });
})();
