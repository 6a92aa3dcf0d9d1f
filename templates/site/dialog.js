// A small dialog of the page: a title, a body, buttons and a line that says what was done. One at a time.
const Dialog = (function () {
  "use strict";
  const box = document.createElement("dialog");
  const inside = element("div", "cb-dialog__inside"); // fills the box: who hits the box itself has pressed beside it
  const isSupported = Boolean(box.showModal);

  function element(tag, name, text) {
    const made = document.createElement(tag);
    made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  function button(label, act) {
    const made = element("button", "cb-dialog__button", label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // Opens the dialog; `buttons` are pairs of a label and what a click does, the first gets the focus. Returns the
  // function that fills the line read out to people who do not see it.
  function open(title, body, buttons) {
    const heading = element("p", "cb-dialog__title", title);
    const row = element("p", "cb-dialog__buttons");
    const status = element("output", "cb-dialog__status");
    heading.id = "cb-dialog-title";
    buttons.forEach(([label, act]) => row.appendChild(button(label, act)));
    row.appendChild(status);
    inside.textContent = "";
    [heading, body, row].filter(Boolean).forEach(part => inside.appendChild(part));
    box.showModal();
    row.firstChild.focus();
    return text => { status.textContent = text; };
  }

  function close() {
    box.close();
  }

  box.className = "cb-dialog md-typeset";
  box.setAttribute("aria-labelledby", "cb-dialog-title");
  box.addEventListener("pointerdown", event => { if (event.target === box) close(); });
  box.appendChild(inside);
  document.body.appendChild(box);
  return { isSupported, open, close };
})();
