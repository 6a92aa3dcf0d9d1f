/* The way to a clause in the handbook; where there is none, its number and title. */
const ClauseView = (function () {
  function name(app, {number, title}) {
    return [h('span', {class: 'cb-form-number', text: number}), ' ', app.text(title)];
  }

  function link(app, id) {
    const clause = app.clauses.get(id);
    if (!clause) return null;
    const words = h('span', {}, app.say('practice_clause') + ' ', ...name(app, clause));
    return clause.link ? h('a', {class: 'cb-source', href: clause.link}, icon('book'), words)
      : h('span', {class: 'cb-source'}, icon('book'), words);
  }

  return {name, link};
}());
