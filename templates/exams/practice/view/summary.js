/* What came out of a round: how many were right, every question with its verdict, and what to read. */
class SummaryView {
  constructor(app) {
    this.app = app;
    const {entries} = app.round;
    const verdicts = entries.filter(Round.isChecked).map(Round.verdict);
    this.right = verdicts.filter(verdict => verdict === 'right').length;
    this.wrong = entries.filter(entry => Round.isChecked(entry) && Round.verdict(entry) !== 'right').map(entry => entry.id);
    this.node = h('section', {class: 'cb-page'},
      h('h2', {class: 'cb-title', tabindex: '-1', text: app.say('practice_summary')}),
      this.buildHeadline(), this.buildActions(),
      h('section', {class: 'cb-form-card'}, h('h3', {class: 'cb-form-subtitle', text: app.say('practice_each')}), SummaryList.build(app)));
  }

  buildHeadline() {
    const {app} = this;
    const {entries} = app.round;
    const open = entries.filter(entry => !Round.isChecked(entry)).length;
    const checked = entries.length - open;
    return h('div', {class: 'cb-form-card cb-headline'},
      h('p', {class: 'cb-summary-figure'}, h('strong', {text: this.right}), ' / ' + checked),
      h('div', {}, h('p', {text: app.count('practice_right_of', {count: this.right, total: checked})}),
        open ? h('p', {class: 'cb-explain', text: app.count('practice_not_answered', {count: open})}) : null));
  }

  buildActions() {
    const {app, wrong} = this;
    const {wish} = app.round;
    const again = wrong.length ? button(app.count('practice_again', {count: wrong.length}), 'again', 'primary',
      () => app.begin({kind: 'again', ids: wrong}, null)) : null;
    const isLeft = wish.kind !== 'again' && app.questionsOf(wish).length;
    const more = isLeft ? button(app.say('practice_more'), 'right', wrong.length ? '' : 'primary', () => app.begin(wish, app.size)) : null;
    return h('div', {class: 'cb-actions'}, again, more, button(app.say('practice_back'), 'left', '', () => app.leave()));
  }
}

/* The questions of a round, each with its verdict and the way back to it. */
const SummaryList = (function () {
  const SYMBOLS = {right: 'check', partly: 'half', wrong: 'cross'};

  function mark(app, entry) {
    const verdict = Round.isChecked(entry) ? Round.verdict(entry) : null;
    const word = verdict ? 'practice_' + verdict : 'practice_open';
    return h('span', {class: 'cb-verdict-' + (verdict || 'open') + ' cb-summary-mark'}, verdict ? icon(SYMBOLS[verdict]) : null,
      h('span', {class: verdict ? 'cb-form-hidden' : '', text: app.say(word)}));
  }

  function row(app, place) {
    const {question, entry} = app.asked(place);
    const go = h('button', {type: 'button', class: 'cb-statement-link', text: app.text(question.stem), on: {click: () => app.go(place)}});
    const isMissed = Round.isChecked(entry) && Round.verdict(entry) !== 'right';
    return h('li', {class: 'cb-summary-row'}, mark(app, entry),
      h('div', {class: 'cb-summary-text'}, go, isMissed ? h('p', {class: 'cb-sources'}, ...question.clauses.map(id => ClauseView.link(app, id))) : null));
  }

  function build(app) {
    return h('ol', {class: 'cb-summary'}, ...app.round.entries.map((_, place) => row(app, place)));
  }

  return {build};
}());
