/* What goes on paper: the result and every question with its answer. Made when it is printed, not before. */
const SheetView = (function () {
  function line(label, value) {
    return h('p', {}, h('strong', {text: label + ': '}), value || '–');
  }

  function moment(time) {
    const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(n => String(n).padStart(2, '0'));
    return day.join('-') + ' ' + BarView.time(time);
  }

  function head(app) {
    const field = name => line(app.say('web_person_' + name), Draft.field(app.store.draft, name));
    const saved = app.store.savedAt ? moment(app.store.savedAt) : '';
    return h('header', {}, h('p', {text: app.text(app.definition.standard.title)}),
      h('h1', {text: app.text(app.definition.title)}),
      h('div', {class: 'cb-sheet-person'}, field('id'), field('name'), field('department'), line(app.say('web_saved'), saved)));
  }

  function score(app) {
    const {result} = app;
    const rows = app.definition.stages.map(stage => h('tr', {},
      h('th', {scope: 'row', text: stage.number + ' ' + app.text(stage.title)}),
      h('td', {text: app.say('web_count_of', {count: app.figures(stage).answered, total: app.figures(stage).total})}),
      h('td', {text: app.percent(app.figures(stage).score)})));
    return h('section', {}, line(app.say('web_overall'), app.percent(result.overall)),
      line(app.say('web_band'), ResultParts.band(app, result.band)),
      ResultParts.incomplete(app), ResultParts.awayShare(app),
      ...result.gates.map(gate => h('p', {text: ResultParts.gateText(app, gate)})), h('table', {}, h('tbody', {}, ...rows)));
  }

  function answerText(app, reply) {
    if (!reply || !Score.isAnswered(reply)) return app.say('web_unanswered');
    if (Score.isRated(reply)) return app.text(Outline.answerOf(app.definition, reply.rating).label);
    return app.say('web_not_applicable') + ' – ' + reply.reason;
  }

  function row(app, {ref, clause, provision}) {
    const reply = app.answers[ref];
    const comment = reply && reply.comment ? h('p', {class: 'cb-sheet-comment', text: reply.comment}) : null;
    return h('tr', {}, h('th', {scope: 'row', text: clause.number}),
      h('td', {}, h('p', {text: app.text(provision.text)}), comment),
      h('td', {text: app.say('type_' + provision.type)}), h('td', {text: answerText(app, reply)}));
  }

  function stageTable(app, stage) {
    const rows = Outline.ofStage(app.definition, stage).map(question => row(app, question));
    return h('section', {}, h('h2', {text: stage.number + ' ' + app.text(stage.title)}), h('table', {}, h('tbody', {}, ...rows)));
  }

  function build(app) {
    return [head(app), score(app), ...app.definition.stages.map(stage => stageTable(app, stage)),
      h('p', {class: 'cb-sheet-notice', text: app.text(app.definition.standard.notice)})];
  }

  return {build};
}());
