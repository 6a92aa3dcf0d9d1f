/* The ways from the form into the handbook; none in the single file, which stands alone. */
const HandbookLink = (function () {
  function link(href, symbol, text, label) {
    return href ? h('a', {class: 'cb-link', href, 'aria-label': label}, icon(symbol), h('span', {text})) : null;
  }

  function clause(app, {link: href, number}) {
    return link(href, 'book', app.say('web_handbook'), app.say('web_handbook_label', {number}));
  }

  function practice(app, {practice: href, number}) {
    return link(href, 'step', app.say('web_practice'), app.say('web_practice_label', {number}));
  }

  return {clause, practice};
}());
