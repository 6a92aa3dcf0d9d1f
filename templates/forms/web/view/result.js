/* The score so far: a short card beside the questions, and a page of its own with everything. */
const ResultParts = (function () {
  const MOST = 10;

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
    return h('div', {class: 'cb-headline'}, h('span', {class: 'cb-figure', text: app.percent(result.overall)}), pill, held);
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

  function bar(app, stage) {
    const {score, answered, total} = app.figures(stage);
    const width = score === null ? 0 : Number(Rational.shown(Rational.of(score)));
    const filled = h('span', {class: 'cb-stage-fill'});
    filled.style.width = width + '%';
    return h('li', {class: 'cb-stage-row'},
      h('span', {class: 'cb-stage-name'}, h('span', {class: 'cb-number', text: stage.number}), ' ', app.text(stage.title)),
      h('span', {class: 'cb-stage-bar', 'aria-hidden': 'true'}, filled),
      h('span', {class: 'cb-stage-count', text: app.say('web_count_of', {count: answered, total})}),
      h('strong', {class: 'cb-stage-score', text: app.percent(score)}));
  }

  function stages(app) {
    return h('ul', {class: 'cb-stages'}, ...app.definition.stages.map(stage => bar(app, stage)));
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

  function gap(app, item) {
    const {clause, provision} = Outline.question(app.definition, item.provision);
    const rating = app.text(Outline.answerOf(app.definition, item.rating).label);
    const badge = h('span', {class: 'cb-badge cb-badge-' + item.type, text: app.say('type_' + item.type)});
    return h('li', {class: 'cb-gap'},
      h('div', {class: 'cb-gap-head'},
        h('strong', {class: 'cb-gap-title'}, h('span', {class: 'cb-number', text: clause.number}), ' ', app.text(clause.title)),
        h('span', {class: 'cb-lost', text: app.say('web_lost', {points: Rational.shown(Rational.of(item.lost))})})),
      h('p', {class: 'cb-gap-text', text: app.text(provision.text)}),
      h('div', {class: 'cb-gap-foot'}, badge, h('span', {class: 'cb-gap-rating', text: app.say('web_rated', {label: rating})}),
        button(app.say('web_to_question'), null, 'quiet', () => app.show(item.provision)), app.handbookLink(clause)));
  }

  function gaps(app) {
    const {gaps: all} = app.result;
    if (!all.length) return h('p', {class: 'cb-empty', text: app.say(app.result.answered ? 'web_no_gaps' : 'web_no_answers')});
    const more = all.length - MOST;
    return h('div', {}, h('ol', {class: 'cb-gaps'}, ...all.slice(0, MOST).map(item => gap(app, item))),
      more > 0 ? h('p', {class: 'cb-more', text: app.count('web_more_gaps', {count: more})}) : null);
  }

  return {band, headline, incomplete, awayShare, stages, gates, gateText, gaps};
}());

/* The short form, beside the questions. */
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

/* The whole result, the gaps, and what to do with the answers. */
class ResultView {
  constructor(app) {
    this.app = app;
    this.score = h('section', {class: 'cb-card cb-result-card'});
    this.gaps = h('div', {});
    this.node = h('section', {class: 'cb-page'},
      h('h2', {class: 'cb-title', tabindex: '-1', text: app.say('web_result')}),
      this.score,
      h('section', {class: 'cb-card'}, h('h3', {class: 'cb-subtitle', text: app.say('web_gaps')}),
        h('p', {class: 'cb-explain', text: app.say('web_gaps_explained')}), this.gaps),
      FilesView.exporting(app), FilesView.importing(app), FilesView.clearing(app));
    this.sync();
  }

  sync() {
    const {app} = this;
    fill(this.score, ResultParts.headline(app), ResultParts.incomplete(app), ...ResultParts.gates(app),
      h('h3', {class: 'cb-subtitle', text: app.say('web_by_stage')}), ResultParts.stages(app), ResultParts.awayShare(app));
    fill(this.gaps, ResultParts.gaps(app));
  }
}
