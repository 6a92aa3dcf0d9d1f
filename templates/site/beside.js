// Reading modes: this language alone, or another one beside it. The mode is in the address as `?beside=zh`; without
// it counts what was chosen last, kept as the pair of languages because each of the two may be the page's own.
(function () {
  "use strict";
  const own = document.documentElement.lang;
  const choices = Reader.bar ? Array.from(Reader.bar.querySelectorAll('input[name="beside"]')) : [];
  const texts = Array.from(document.querySelectorAll(".cb-beside"));
  if (!choices.length) return;

  function remembered() {
    const pair = (Reader.recall("beside") || "").split(" ");
    return pair.includes(own) ? pair.find(language => language !== own) : "";
  }

  function offered(language) {
    return choices.find(choice => choice.value === language);
  }

  // A text, its translations and what leads in to them, such as a letter, in one box: there they stand side by side.
  function pairUp(text) {
    const box = document.createElement("span");
    let first = text, last = text;
    while (first.previousSibling && first.previousSibling.className !== "cb-pair") first = first.previousSibling;
    while (last.nextElementSibling && last.nextElementSibling.matches(".cb-beside")) last = last.nextElementSibling;
    box.className = "cb-pair";
    first.before(box);
    while (box.lastChild !== last) box.appendChild(box.nextSibling);
  }

  function show(language) {
    if (language) document.querySelectorAll(":not(.cb-pair) > .cb-text").forEach(pairUp);
    document.body.classList.toggle("cb-is-beside", Boolean(language));
    texts.forEach(text => { text.hidden = text.lang !== language; });
  }

  function apply() {
    const chosen = offered(Reader.get("beside") || null) || offered(remembered()) || offered("");
    chosen.checked = true;
    show(chosen.value);
    if (chosen.value && chosen.value !== Reader.get("beside")) Reader.set({ beside: chosen.value });
  }

  function choose(event) {
    if (event.target.name !== "beside") return;
    const language = event.target.value;
    Reader.remember("beside", language && own + " " + language);
    Reader.set({ beside: language });
  }

  Reader.bar.addEventListener("change", choose);
  Reader.watch(apply);
})();
