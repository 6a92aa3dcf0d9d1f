// Hides the provisions that do not fit the chosen business model, role and type, the clauses of which nothing is left,
// and the entries that lead to them. What the address names is shown all the same, marked as outside.
(function () {
  "use strict";
  const FACETS = { model: "models", role: "roles", type: "type" }; // a control's name, and the data that it looks at
  const { bar } = Reader;
  const provisions = Array.from(document.querySelectorAll(".cb-provision"));
  if (!bar || !provisions.length) return;
  const controls = Array.from(bar.querySelectorAll("select")).filter(control => control.name in FACETS);
  const clauses = Array.from(document.querySelectorAll(".cb-clause"));
  const groups = Array.from(document.querySelectorAll(".cb-group"));
  const entries = Array.from(document.querySelectorAll(':is(.md-nav--secondary, .cb-jump) a[href^="#"]'));
  const reset = bar.querySelector(".cb-bar__reset");
  const count = bar.querySelector(".cb-bar__count");

  function target(hash) {
    return document.getElementById(hash.slice(1));
  }

  // The provision or clause around what the address names.
  function named() {
    const element = target(location.hash);
    return element && element.closest(".cb-provision, .cb-clause");
  }

  function choose(control) {
    control.value = Reader.get(control.name);
    if (control.selectedIndex < 0) control.value = "";
  }

  function has(provision, control, value) {
    return provision.dataset[FACETS[control.name]].split(" ").includes(value);
  }

  function fits(provision) {
    return controls.every(control => !control.value || has(provision, control, control.value));
  }

  // A page offers what occurs on it; a choice brought along from another page still counts.
  function trim(control) {
    Array.from(control.options).filter(option => option.value).forEach(option => {
      option.hidden = !provisions.some(provision => has(provision, control, option.value));
    });
  }

  // The provisions that are shown although they do not fit: the one named, or all of a clause named of which none fits.
  function outsiders(fitting) {
    const block = named();
    const inside = block ? provisions.filter(provision => block.contains(provision)) : [];
    return new Set(inside.some(provision => fitting.has(provision)) ? [] : inside);
  }

  function isEmpty(block) {
    const own = provisions.filter(provision => block.contains(provision));
    return own.length > 0 && own.every(provision => provision.hidden);
  }

  // A group's heading goes with the last of the clauses that follow it.
  function isDeserted(group) {
    let next = group.nextElementSibling;
    while (next && next.matches(".cb-clause[hidden]")) next = next.nextElementSibling;
    return next !== group.nextElementSibling && !(next && next.matches(".cb-clause"));
  }

  function mark(entry) {
    const heading = target(entry.hash);
    entry.closest("li").hidden = Boolean(heading && heading.closest(".cb-clause[hidden]"));
  }

  function tell() {
    const total = provisions.length;
    const hidden = provisions.filter(provision => provision.hidden).length;
    const { all, some, none } = count.dataset;
    count.textContent = Reader.fill(hidden === total ? none : hidden ? some : all, { hidden, total });
    reset.hidden = controls.every(control => !control.value);
    bar.classList.toggle("cb-bar--filters", !reset.hidden);
  }

  function apply() {
    controls.forEach(choose);
    const fitting = new Set(provisions.filter(fits));
    const outside = outsiders(fitting);
    provisions.forEach(provision => {
      provision.hidden = !fitting.has(provision) && !outside.has(provision);
      provision.classList.toggle("cb-outside", outside.has(provision));
      provision.dataset.outside = count.dataset.outside;
    });
    clauses.forEach(clause => { clause.hidden = isEmpty(clause); });
    groups.forEach(group => { group.hidden = isDeserted(group); });
    entries.forEach(mark);
    tell();
  }

  function clear() {
    const values = {};
    controls.forEach(control => { values[control.name] = ""; });
    Reader.set(values);
    controls[0].focus();
  }

  // What was hidden a moment ago had no place to which the browser was able to scroll.
  function showNamed() {
    apply();
    const block = named();
    if (block && (block.matches(".cb-outside") || block.querySelector(".cb-outside"))) block.scrollIntoView();
  }

  controls.forEach(trim);
  bar.addEventListener("change", event => {
    if (controls.includes(event.target)) Reader.set({ [event.target.name]: event.target.value });
  });
  reset.addEventListener("click", clear);
  window.addEventListener("hashchange", showNamed);
  Reader.watch(apply);
})();
