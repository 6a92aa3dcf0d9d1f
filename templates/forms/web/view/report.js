/* The score so far: a short card beside the questions, and a page of its own with everything. */
class ScoreCard {
  constructor(app) {
    this.app = app;
    this.body = h('div', {});
    this.node = h('section', {class: 'cb-score-card', 'aria-labelledby': 'cb-score-title'},
      h('h2', {class: 'cb-side-title', id: 'cb-score-title', text: app.say('web_score_so_far')}), this.body);
  }

  sync() {
    const {app} = this;
    const gates = app.result.gates.map(gate => h('p', {class: 'cb-gate-line'}, icon('warning'),
      h('span', {text: ResultParts.gateText(app, gate)})));
    fill(this.body, ResultParts.headline(app), ResultParts.incomplete(app), ...gates, ResultParts.awayShare(app));
  }
}

/* The whole result, what is strong and what is not, and what to do with the answers. */
class ResultView {
  constructor(app) {
    this.app = app;
    this.score = h('section', {class: 'cb-form-card cb-result-card'});
    this.gaps = h('div', {});
    this.strengths = h('div', {});
    this.comparison = new ComparisonView.View(app);
    this.handing = new HandingView.View(app);
    this.node = h('section', {class: 'cb-page'},
      h('h2', {class: 'cb-title', tabindex: '-1', text: app.say('web_result')}), this.score,
      this.card('web_gaps', 'web_gaps_explained', this.gaps), this.card('web_strengths', 'web_strengths_explained', this.strengths),
      this.handing.node, this.comparison.node, FilesView.importing(app), FilesView.clearing(app));
    this.sync();
  }

  card(title, explanation, body) {
    return FilesView.card(this.app, title, explanation, body);
  }

  sync() {
    const {app} = this;
    fill(this.score, ResultParts.headline(app), ResultParts.incomplete(app), ...ResultParts.gates(app),
      h('h3', {class: 'cb-form-subtitle', text: app.say('web_by_stage')}), ResultParts.radar(app), ResultParts.stages(app),
      ResultParts.awayShare(app), ResultParts.models(app));
    fill(this.gaps, GapsView.build(app));
    fill(this.strengths, ResultParts.strengths(app));
    this.comparison.sync();
    this.handing.sync();
  }
}
