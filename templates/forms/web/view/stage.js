/* The questions of one stage, by unit and clause. */
class StageView {
  constructor(app, stage) {
    this.app = app;
    this.stage = stage;
    this.questions = Outline.ofStage(app.definition, stage).map(question => new QuestionView(app, question));
    this.left = h('p', {class: 'cb-left'});
    const units = stage.units.map(unit => this.buildUnit(unit));
    this.node = h('section', {class: 'cb-page'}, this.buildHead(), ...units, this.left, this.buildTurns());
    this.sync();
  }

  buildHead() {
    const {app, stage} = this;
    const position = app.definition.stages.indexOf(stage) + 1;
    const total = app.definition.stages.length;
    return h('header', {class: 'cb-stage-head'},
      h('p', {class: 'cb-eyebrow', text: app.say('web_stage_of', {count: position, total})}),
      h('h2', {class: 'cb-title', tabindex: '-1'}, h('span', {class: 'cb-form-number', text: stage.number}), ' ', app.text(stage.title)));
  }

  buildUnit(unit) {
    const isStage = unit.id === this.stage.id;
    const heading = isStage ? null : h('h3', {class: 'cb-form-subtitle'},
      h('span', {class: 'cb-form-number', text: unit.number}), ' ', this.app.text(unit.title));
    return h('section', {class: 'cb-unit'}, heading, ...unit.clauses.map(clause => this.buildClause(clause, isStage ? 'h3' : 'h4')));
  }

  buildClause(clause, level) {
    const heading = h(level, {class: 'cb-clause-title'},
      h('span', {class: 'cb-form-number', text: clause.number}), ' ', this.app.text(clause.title));
    const views = this.questions.filter(view => view.question.clause === clause);
    return h('section', {class: 'cb-form-card cb-form-clause'},
      h('div', {class: 'cb-clause-head'}, heading, HandbookLink.clause(this.app, clause)), ...views.map(view => view.node));
  }

  buildTurns() {
    const place = this.app.place;
    const {pages} = this.app;
    const back = button(pages[place - 1].title, 'left', '', () => this.app.go(place - 1));
    const on = button(pages[place + 1].title, 'right', '', () => this.app.go(place + 1));
    return h('div', {class: 'cb-actions cb-turns'}, back, on);
  }

  find(ref) {
    return this.questions.find(view => view.question.ref === ref);
  }

  syncQuestion(ref) {
    const view = this.find(ref);
    if (view) view.sync();
    this.syncLeft();
  }

  syncLeft() {
    const {total, answered} = this.app.figures(this.stage);
    const word = {count: total - answered};
    this.left.textContent = word.count ? this.app.count('web_left_here', word) : this.app.say('web_none_left_here');
  }

  sync() {
    for (const view of this.questions) view.sync();
    this.syncLeft();
  }
}
