/* The present answers beside earlier ones, which are read from a file and replace nothing. */
const ComparisonView = (function () {
  const KINDS = ['better', 'worse', 'newly', 'open', 'scope'];
  const SIGNS = {'-1': '−', 0: '±', 1: '+'};

  /* A change of an exact score in points, signed; its sign says it without colour. */
  function change(app, difference) {
    if (difference === null) return h('span', {class: 'cb-form-change', text: '–'});
    const isDown = difference.startsWith('-');
    const size = Rational.of(isDown ? difference.slice(1) : difference);
    const direction = Rational.isZero(size) ? 0 : isDown ? -1 : 1;
    const look = {'-1': ' cb-change-down', 0: '', 1: ' cb-change-up'}[direction];
    return h('span', {class: 'cb-form-change' + look, text: SIGNS[direction] + Rational.shown(size)});
  }

  function answer(app, reply) {
    if (!reply || !Score.isAnswered(reply)) return app.say('web_unanswered');
    return Score.isRated(reply) ? app.text(Outline.answerOf(app.definition, reply.rating).label) : app.say('web_not_applicable');
  }

  function statement(app, {ref, before, after}) {
    const {clause, provision} = Outline.question(app.definition, ref);
    const go = h('button', {type: 'button', class: 'cb-statement-link', on: {click: () => app.show(ref)}},
      h('span', {class: 'cb-form-number', text: clause.number}), ' ', app.text(provision.text));
    const turn = app.say('web_from_to', {before: answer(app, before), after: answer(app, after)});
    return h('li', {}, go, h('p', {class: 'cb-from-to', text: turn}));
  }

  function group(app, kind) {
    const found = app.comparison.statements.filter(candidate => candidate.kind === kind);
    if (!found.length) return null;
    const text = app.count('web_change_' + kind, {count: found.length});
    return fold(text, 'cb-changed-' + kind, found.length <= ResultParts.MOST, ...found.map(item => statement(app, item)));
  }

  function moment(text) {
    const time = new Date(text);
    return text && !Number.isNaN(time.getTime()) ? SheetView.moment(time) : '–';
  }

  /* What the earlier answers are, and what to bear in mind with them. */
  function about(app) {
    const {earlier} = app;
    const values = {name: earlier.person.name || earlier.person.id, id: earlier.person.id, time: moment(earlier.saved)};
    const isOther = Draft.trim(earlier.person.id) !== Draft.trim(Draft.field(app.store.draft, 'id'));
    const isCut = earlier.models.slice().sort().join(' ') !== app.models.slice().sort().join(' ');
    return [app.say('web_compared_with', values), isOther ? app.say('web_compared_other', values) : '',
      earlier.otherVersion ? app.say('web_compared_version', earlier) : '', isCut ? app.say('web_compared_models') : '']
      .filter(Boolean).map(text => h('p', {class: 'cb-explain', text}));
  }

  function summary(app) {
    const {overall} = app.comparison;
    const turn = app.say('web_from_to', {before: app.percent(overall.before), after: app.percent(overall.after)});
    return [h('span', {text: app.say('web_overall')}), h('strong', {text: turn}), change(app, overall.change)];
  }

  function groups(app) {
    const made = KINDS.map(kind => group(app, kind)).filter(Boolean);
    return made.length ? made : [h('p', {class: 'cb-empty', text: app.say('web_no_changes')})];
  }

  function take(app, found, message) {
    if (found.problems.length) FilesView.refuse(app, found.problems, message);
    else app.compareWith(Object.assign({otherVersion: found.otherVersion, kept: found.kept, dropped: found.dropped}, found.response));
  }

  /* The card: a file or a text to compare with, and what has changed since. */
  class View {
    constructor(app) {
      this.app = app;
      this.message = h('div', {class: 'cb-message', role: 'alert'});
      this.said = h('p', {class: 'cb-compared', role: 'status'});
      this.body = h('div', {});
      const source = FilesView.source(app, 'web_compare_choose', this.message, text =>
        Transfer.read(app.whole, text).then(found => take(app, found, this.message)));
      this.end = button(app.say('web_compare_end'), null, 'quiet', () => {
        app.compareWith(null);
        source.first.focus();
      });
      source.actions.append(this.end);
      this.node = FilesView.card(app, 'web_compare_title', 'web_compare_explained', ...source.nodes, this.message, this.said, this.body);
      this.sync();
    }

    sync() {
      const {app} = this;
      this.end.hidden = !app.comparison;
      if (app.comparison) FilesView.tell(this.message, []);
      fill(this.said, ...(app.comparison ? summary(app) : []));
      fill(this.body, ...(app.comparison ? [...about(app), ...groups(app)] : []));
    }
  }

  return {View, change, answer, about, summary, KINDS};
}());
