// Reading on keeps the tools as they are set: a link to another page of the handbook takes their state along when it is
// followed. In the other language of a page, the language that is left stands beside.
(function () {
  "use strict";
  const TOOLS = ["beside", "model", "role", "type"];
  const root = new URL("../..", document.currentScript.src).href; // this file is in assets/clausebook of the site
  const written = new WeakMap(); // the query each link had of its own

  function isTranslation(link) {
    return link.matches(".cb-languages__link");
  }

  function leadsOn(link, url) {
    const isPage = url.href.startsWith(root) && url.pathname.endsWith(".html");
    return isTranslation(link) || (isPage && !link.getAttribute("href").startsWith("#"));
  }

  // The state to arrive with. On the same page it is the very query of now, so that the browser only scrolls.
  function queryFor(link, url) {
    const own = written.get(link);
    if (!own && url.pathname === location.pathname) return location.search;
    const query = new URLSearchParams(own);
    TOOLS.filter(tool => !query.has(tool)).forEach(tool => Reader.put(query, tool, Reader.get(tool)));
    const isSwap = isTranslation(link) && query.get("beside") === link.hreflang;
    if (isSwap) query.set("beside", document.documentElement.lang);
    return query.toString();
  }

  // By the attribute, because links in drawings lack the properties of others.
  function carry(event) {
    const link = event.target.closest && event.target.closest("a[href]");
    const url = link && new URL(link.getAttribute("href"), document.baseURI);
    if (!link || !leadsOn(link, url)) return;
    if (!written.has(link)) written.set(link, url.search);
    url.search = queryFor(link, url);
    link.setAttribute("href", url.href);
  }

  ["pointerdown", "click", "auxclick"].forEach(kind => document.addEventListener(kind, carry, true));
})();
