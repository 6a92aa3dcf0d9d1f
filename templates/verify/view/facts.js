/* What was signed, or looked up. */
const FactsView = (function () {
  function row(app, key, value) {
    const shown = typeof value === 'string' ? h('bdi', {text: Shown.visible(value)}) : value;
    return value === '' ? null : h('div', {class: 'cb-fact cb-fact-' + key}, h('dt', {text: app.say('fact_' + key)}), h('dd', {}, shown));
  }

  function issuer(app) {
    return row(app, 'issuer', app.issuerName + ' (' + app.issuer.address + ')');
  }

  /* Titles of scheme and band come from the lists; without them their ids stand there. */
  function signed(app, facts, index) {
    const scheme = (index && Json.get(index.schemes, facts.scheme)) || {};
    const bands = Json.get(scheme, 'bands') || {};
    const title = (texts, id) => Shown.localized(texts, app.language, id);
    return [
      row(app, 'name', facts.name),
      row(app, 'name_latin', facts.nameLatin),
      row(app, 'organization', facts.organization),
      row(app, 'scheme', title(Json.get(scheme, 'title'), facts.scheme)),
      row(app, 'band', title(Json.get(bands, facts.band), facts.band)),
      row(app, 'score', app.say('percent', {number: (facts.overall / 10).toFixed(1)})),
      row(app, 'issued', Shown.day(facts.issued, app.language)),
      row(app, 'expires', Shown.day(facts.expires, app.language)),
      row(app, 'serial', facts.serial),
      issuer(app),
    ];
  }

  function build(app, {kind, facts, serial, index}) {
    const title = kind === 'serial' ? 'listed_title' : 'signed_title';
    const rows = facts ? signed(app, facts, index) : serial ? [row(app, 'serial', serial), issuer(app)] : null;
    const nothing = () => h('p', {class: 'cb-quiet', text: app.say('signed_nothing')});
    return h('section', {class: 'cb-card cb-signed'}, h('h3', {text: app.say(title)}),
      rows ? h('dl', {class: 'cb-facts'}, ...rows) : nothing());
  }

  return {build};
}());
