/* Left sides, each with a list of right sides to choose from. */
class MatchingView {
  constructor(ask) {
    this.ask = ask;
    const {asked, entry} = ask;
    const {question} = asked;
    this.rights = question.pairs.map(pair => pair.right).concat(question.extras);
    this.chosen = Answer.matched(asked, entry.given);
    const rows = question.pairs.map((pair, left) => this.buildRow(pair, left));
    this.node = h('ol', {class: 'cb-match', 'aria-labelledby': 'cb-stem'}, ...rows);
  }

  buildRow(pair, left) {
    const {app} = this.ask;
    const id = 'cb-match-' + left;
    const label = h('label', {class: 'cb-match-left', for: id, text: app.text(pair.left)});
    return h('li', {class: 'cb-match-row'}, label, this.ask.isChecked ? this.buildJudged(id, left) : this.buildList(id, left));
  }

  buildList(id, left) {
    const {app, asked} = this.ask;
    const options = asked.order.map((name, place) => h('option', {
      value: name, selected: this.chosen[left] === Number(name), text: Answer.letter(place) + '. ' + app.text(this.rights[name]),
    }));
    const none = h('option', {value: '', text: app.say('practice_choose')});
    const list = h('select', {class: 'cb-box', id}, none, ...options);
    list.addEventListener('change', () => {
      this.chosen[left] = list.value === '' ? null : Number(list.value);
      this.ask.give(Answer.pairs(asked.order, this.chosen));
    });
    return list;
  }

  buildJudged(id, left) {
    const {app, asked} = this.ask;
    const given = this.chosen[left];
    const isRight = Marking.isPair(asked.question, left, given);
    const own = h('p', {class: 'cb-match-own'}, given === null ? app.say('practice_left_open') : app.text(this.rights[given]),
      ' ', Mark.build(app, isRight, true));
    const right = isRight ? null : h('p', {class: 'cb-match-own'}, app.text(this.rights[left]), ' ', Mark.build(app, true, false));
    return h('div', {id}, own, right);
  }
}
