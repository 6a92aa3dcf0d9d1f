/* The parts of a result that the page, the card beside the questions and the sheet of paper share. */
const ResultParts = (function () {
  const MOST = 10;
  const STRONGEST = 5;

  function band(app, id) {
    const found = app.definition.bands.find(candidate => candidate.id === id);
    return found ? app.text(found.title) : app.say('web_no_band');
  }

  function headline(app) {
    const {result} = app;
    const pill = h('span', {
      class: 'cb-band' + (result.band === null ? ' cb-band-none' : ''),
      text: result.overall === null ? app.say('web_no_score') : band(app, result.band),
    });
    const held = result.band !== result.reached
      ? h('p', {class: 'cb-held', text: app.say('web_reached', {band: band(app, result.reached)})}) : null;
    return h('div', {class: 'cb-headline'}, h('span', {class: 'cb-form-figure', text: app.percent(result.overall)}), pill, held);
  }

  function incomplete(app) {
    const open = app.result.total - app.result.answered;
    const text = open ? app.count('web_incomplete', {count: open}) : app.say('web_complete');
    return h('p', {class: 'cb-status' + (open ? ' cb-status-open' : '')}, icon(open ? 'info' : 'check'), h('span', {text}));
  }

  function awayShare(app) {
    const {not_applicable: count, total} = app.result;
    const part = app.percent(total ? count + '/' + total : null);
    return h('p', {class: 'cb-away-share', text: app.say('web_away_share', {count, total, part})});
  }

  /* The business models that were chosen, as a line; null where there is no choice or everything counts. */
  function models(app) {
    if (!app.models.length) return null;
    const names = app.whole.models.filter(model => app.models.includes(model.id)).map(model => app.text(model.title));
    return h('p', {class: 'cb-away-share', text: app.say('web_models_chosen', {models: names.join(app.say('web_comma'))})});
  }

  /* An exact score as a number from 0 to 1, for drawing only. */
  function share(score) {
    return score === null ? null : Number(Rational.shown(Rational.of(score))) / 100;
  }

  /* Nothing is drawn before there is a score. */
  function radar(app) {
    if (app.result.overall === null) return null;
    const axes = app.definition.stages.map((stage, place) => {
      const {score} = app.result.stages[place];
      const before = app.comparison ? share(app.comparison.stages[place].before) : null;
      return {number: stage.number, title: app.text(stage.title), shown: app.percent(score), score: share(score), before};
    });
    const drawn = RadarView.build(axes, app.say('web_radar'));
    return drawn && h('div', {class: 'cb-radars'}, drawn, app.comparison ? legend(app) : null);
  }

  /* Which line is which, where there are two. */
  function legend(app) {
    return h('p', {class: 'cb-radar-legend'}, h('span', {class: 'cb-line-now', text: app.say('web_now')}),
      h('span', {class: 'cb-line-before', text: app.say('web_before')}));
  }

  function bar(score) {
    const filled = h('span', {class: 'cb-stage-fill'});
    filled.style.width = 100 * (share(score) || 0) + '%';
    return h('span', {class: 'cb-stage-bar', 'aria-hidden': 'true'}, filled);
  }

  function stageRow(app, stage, place) {
    const {score, answered, total} = app.figures(stage);
    const then = app.comparison ? app.comparison.stages[place] : null;
    const name = h('th', {scope: 'row'}, h('span', {class: 'cb-form-number', text: stage.number}), ' ', app.text(stage.title), bar(score));
    return h('tr', {}, name,
      h('td', {class: 'cb-stage-count', text: app.say('web_count_of', {count: answered, total})}),
      then ? h('td', {text: app.percent(then.before)}) : null, h('td', {class: 'cb-stage-score', text: app.percent(score)}),
      then ? h('td', {}, ComparisonView.change(app, then.change)) : null);
  }

  /* What the radar shows, as a table with bars. */
  function stages(app) {
    const words = app.comparison ? ['web_part', 'web_answered', 'web_before', 'web_now', 'web_change']
      : ['web_part', 'web_answered', 'web_score'];
    const head = words.map((word, place) =>
      h('th', {scope: 'col', class: place === 1 ? 'cb-stage-count' : null, text: app.say(word)}));
    return h('table', {class: 'cb-stages' + (app.comparison ? ' cb-stages-compared' : '')},
      h('caption', {class: 'cb-form-hidden', text: app.say('web_by_stage')}), h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, ...app.definition.stages.map((stage, place) => stageRow(app, stage, place))));
  }

  function minimumOf(app, gate) {
    const found = app.definition.gates.find(g => g.rule === gate.rule && g.cap === gate.cap && g.minimum !== null);
    const percent = Rational.shown(Rational.divide(Rational.of(found.minimum), Rational.of(100)));
    return percent.replace(/\.0$/, '');
  }

  function gateText(app, gate) {
    const count = gate.causes.length;
    const why = gate.rule === 'requirement_at_bottom'
      ? app.count('web_gate_requirement', {count, label: app.text(app.definition.scale[0].label)})
      : app.count('web_gate_stage', {count, minimum: minimumOf(app, gate)});
    const effect = gate.cap === null ? app.say('web_gate_blocks') : app.say('web_gate_caps', {band: band(app, gate.cap)});
    return app.say('web_gate', {why, effect});
  }

  function cause(app, gate, name) {
    if (gate.rule !== 'requirement_at_bottom') {
      const place = app.definition.stages.findIndex(stage => stage.id === name);
      const stage = app.definition.stages[place];
      return button(stage.number + ' ' + app.text(stage.title), null, 'small', () => app.go(place + 1));
    }
    const question = Outline.question(app.definition, name);
    const go = button(question.clause.number, null, 'small', () => app.show(name));
    go.setAttribute('title', app.text(question.provision.text));
    return go;
  }

  function gates(app) {
    return app.result.gates.map(gate => {
      const more = gate.causes.length - MOST;
      return h('div', {class: 'cb-gate'}, icon('warning'), h('div', {}, h('p', {text: gateText(app, gate)}),
        h('div', {class: 'cb-causes'}, ...gate.causes.slice(0, MOST).map(name => cause(app, gate, name)),
          more > 0 ? h('span', {text: app.say('web_more', {count: more})}) : null)));
    });
  }

  /* The tasks, or in a small form the clauses, that score best and at least as well as the whole: {part, score}. */
  function strong(app) {
    const {overall, stages: scored} = app.result;
    const [units, results] = [app.definition, {stages: scored}].map(({stages: all}) => [].concat(...all.map(stage => stage.units)));
    const isSmall = units.length <= STRONGEST;
    const clausesOf = list => [].concat(...list.map(unit => unit.clauses));
    const [parts, scores] = isSmall ? [clausesOf(units), clausesOf(results)] : [units, results];
    const least = overall === null ? Rational.of(0) : Rational.of(overall);
    return parts.map((part, place) => ({part, place, score: Rational.of(scores[place].score || 0)}))
      .filter(({score}) => !Rational.isZero(score) && Rational.compare(score, least) >= 0)
      .sort((a, b) => Rational.compare(b.score, a.score) || a.place - b.place)
      .slice(0, STRONGEST);
  }

  function strengths(app) {
    const rows = strong(app).map(({part, score}) => h('li', {class: 'cb-strength'}, icon('check'),
      h('span', {class: 'cb-strength-name'}, h('span', {class: 'cb-form-number', text: part.number}), ' ', app.text(part.title)),
      h('strong', {text: app.percent(Rational.print(score))})));
    return rows.length ? h('ol', {class: 'cb-strengths'}, ...rows) : h('p', {class: 'cb-empty', text: app.say('web_no_strengths')});
  }

  return {MOST, band, headline, incomplete, awayShare, models, radar, stages, gates, gateText, strengths};
}());
