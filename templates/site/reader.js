// What the reading tools share: their state, which is the query of the page's address, and what the browser remembers.
// Other parameters of the address stay as they are, and so does a tool's own where this page has no control for it.
const Reader = (function () {
  "use strict";
  const bar = document.querySelector("[data-cb-bar]");
  const watchers = [];
  const unstored = {};
  let state = new URLSearchParams(location.search);

  function get(name) {
    return state.get(name) || "";
  }

  function put(parameters, name, value) {
    if (value) parameters.set(name, value); else parameters.delete(name);
  }

  function set(values) {
    Object.keys(values).forEach(name => put(state, name, values[name]));
    const query = state.toString();
    try {
      history.replaceState(history.state, "", location.pathname + (query && "?" + query) + location.hash);
    } catch (error) {
      // A browser that keeps the addresses of files fixed: the state then lasts as long as the page.
    }
    watchers.forEach(apply => apply());
  }

  // Calls `apply` now and whenever the state has changed, by a tool or by the browser's back and forward.
  function watch(apply) {
    watchers.push(apply);
    apply();
  }

  function reread() {
    state = new URLSearchParams(location.search);
    watchers.forEach(apply => apply());
  }

  // Pages opened from disk share one storage, hence the standard's name in the key.
  function key(name) {
    return ["clausebook", bar.dataset.standard, name].join(":");
  }

  // What was remembered, or null. Storage may be forbidden or full: then it lasts as long as the page.
  function recall(name) {
    try {
      return name in unstored ? unstored[name] : localStorage.getItem(key(name));
    } catch (error) {
      return null;
    }
  }

  function remember(name, text) {
    try {
      localStorage.setItem(key(name), text);
      delete unstored[name];
    } catch (error) {
      unstored[name] = text;
    }
  }

  // The template with {name} replaced by values.name.
  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  if (bar) {
    bar.hidden = !bar.querySelector("label"); // a page in one language without provisions has nothing to choose
    bar.addEventListener("submit", event => event.preventDefault());
  }
  window.addEventListener("popstate", reread);
  window.addEventListener("pageshow", reread); // a browser may have put the controls back to where they once were

  return { bar, key, get, set, put, watch, recall, remember, fill };
})();
