/*
 * Where somebody is, in the page's address: what they asked for by a link (`?clauses=a,b` or `?stage=a`), or that they
 * are in a round. It stands behind the # as well, where the site's language switch takes it along.
 */
const Place = (function () {
  const ROUND = '#round';

  function isRound() {
    return window.location.hash === ROUND;
  }

  function parameters() {
    const {hash, search} = window.location;
    return new URLSearchParams(hash.includes('=') ? hash.slice(1) : search);
  }

  /* What the address asks for, as far as there are questions about it; null for nothing. */
  function wish(app) {
    for (const kind of ['clauses', 'stage']) {
      const known = kind === 'stage' ? app.definition.stages.map(stage => stage.id) : Array.from(app.clauses.keys());
      const asked = (parameters().get(kind) || '').split(',');
      const ids = known.filter(id => asked.includes(id));
      if (app.questionsOf({kind, ids}).length) return {kind, ids};
    }
    return null;
  }

  function hashOf({round, wish: wanted}) {
    if (round) return ROUND;
    return wanted ? '#' + wanted.kind + '=' + wanted.ids.join(',') : '#';
  }

  function write(app) {
    const hash = hashOf(app);
    if (window.location.hash !== hash.replace(/^#$/, '')) window.location.replace(hash);
  }

  return {isRound, wish, write};
}());
