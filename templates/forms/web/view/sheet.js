/* What goes on paper: the result and every question with its answer. Made when it is printed, not before. */
const SheetView = (function () {
  function line(label, value) {
    return h('p', {}, h('strong', {text: label + ': '}), value || '–');
  }

  function table(rows) {
    return h('table', {class: 'cb-sheet-table'}, h('tbody', {}, ...rows));
  }

  function moment(time) {
    const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(n => String(n).padStart(2, '0'));
    return day.join('-') + ' ' + BarView.time(time);
  }

  function person(app, prefix, word) {
    const lines = Draft.PERSON.map(name => line(app.say(word + '_' + name), Draft.field(app.store.draft, prefix + name)));
    return [h('h2', {text: app.say(word)}), h('div', {class: 'cb-sheet-person'}, ...lines)];
  }

  function head(app) {
    const saved = app.store.savedAt ? moment(app.store.savedAt) : '';
    const reviewer = Transfer.hasReviewer(app.whole) ? person(app, 'reviewer_', 'web_reviewer') : [];
    return h('header', {}, h('p', {text: app.text(app.whole.standard.title)}), h('h1', {text: app.text(app.whole.title)}),
      ...person(app, '', 'web_person'), ...reviewer, line(app.say('web_saved'), saved));
  }

  function score(app) {
    const {result} = app;
    return h('section', {}, line(app.say('web_overall'), app.percent(result.overall)),
      line(app.say('web_band'), ResultParts.band(app, result.band)),
      h('p', {text: ResultParts.incomplete(app).textContent}), ResultParts.awayShare(app), ResultParts.models(app),
      ...result.gates.map(gate => h('p', {text: ResultParts.gateText(app, gate)})),
      h('div', {class: 'cb-sheet-figures'}, ResultParts.radar(app), ResultParts.stages(app)));
  }

  function gapRow(app, item) {
    const {clause, provision} = Outline.question(app.definition, item.provision);
    return h('tr', {}, h('th', {scope: 'row', text: clause.number}), h('td', {text: app.text(provision.text)}),
      h('td', {text: app.text(Outline.answerOf(app.definition, item.rating).label)}),
      h('td', {text: app.say('web_lost', {points: Rational.shown(Rational.of(item.lost))})}));
  }

  function gaps(app) {
    const rows = app.result.gaps.slice(0, ResultParts.MOST).map(item => gapRow(app, item));
    if (!rows.length) return null;
    return h('section', {}, h('h2', {text: app.say('web_gaps')}), table(rows));
  }

  function strengths(app) {
    if (app.result.overall === null) return null;
    return h('section', {}, h('h2', {text: app.say('web_strengths')}), ResultParts.strengths(app));
  }

  function changeRow(app, {ref, kind, before, after}) {
    const {clause, provision} = Outline.question(app.definition, ref);
    const turn = {before: ComparisonView.answer(app, before), after: ComparisonView.answer(app, after)};
    return h('tr', {}, h('th', {scope: 'row', text: clause.number}), h('td', {text: app.text(provision.text)}),
      h('td', {text: app.say('web_kind_' + kind)}), h('td', {text: app.say('web_from_to', turn)}));
  }

  function comparison(app) {
    if (!app.comparison) return null;
    const order = ({kind}) => ComparisonView.KINDS.indexOf(kind);
    const changed = app.comparison.statements.slice().sort((a, b) => order(a) - order(b));
    return h('section', {}, h('h2', {text: app.say('web_compare_title')}),
      h('p', {class: 'cb-compared'}, ...ComparisonView.summary(app)), ...ComparisonView.about(app),
      table(changed.map(item => changeRow(app, item))));
  }

  function answerText(app, reply) {
    if (!reply || !Score.isAnswered(reply)) return app.say('web_unanswered');
    if (Score.isRated(reply)) return app.text(Outline.answerOf(app.definition, reply.rating).label);
    return app.say('web_not_applicable') + ' – ' + reply.reason;
  }

  function evidence(app, file) {
    const fingerprint = h('code', {text: 'SHA-256 ' + file.sha256});
    return h('p', {class: 'cb-sheet-file'}, app.say('web_evidence_of', {name: file.name}), ' ', fingerprint);
  }

  function row(app, {ref, clause, provision}) {
    const reply = app.answers[ref] || {};
    const comment = reply.comment ? h('p', {class: 'cb-sheet-comment', text: reply.comment}) : null;
    return h('tr', {}, h('th', {scope: 'row', text: clause.number}),
      h('td', {}, h('p', {text: app.text(provision.text)}), comment, ...(reply.evidence || []).map(file => evidence(app, file))),
      h('td', {text: app.say('type_' + provision.type)}), h('td', {text: answerText(app, reply)}));
  }

  function stageTable(app, stage) {
    const rows = Outline.ofStage(app.definition, stage).map(question => row(app, question));
    return h('section', {}, h('h2', {text: stage.number + ' ' + app.text(stage.title)}), table(rows));
  }

  function build(app) {
    return [head(app), score(app), gaps(app), strengths(app), comparison(app),
      ...app.definition.stages.map(stage => stageTable(app, stage)),
      h('p', {class: 'cb-sheet-notice', text: app.text(app.whole.standard.notice)})];
  }

  return {build, moment};
}());
