/* The first page of the practice: what is due, what was left, what to practise, and how far one has come. */
class StartView {
  constructor(app) {
    this.app = app;
    this.node = h('section', {class: 'cb-page'},
      h('h2', {class: 'cb-title cb-form-hidden', tabindex: '-1', text: app.say('practice_start')}),
      app.unfinished ? this.buildUnfinished() : null, app.wish ? this.buildWish() : null, this.buildToday(),
      this.buildStages(), ProgressView.build(app), FilesView.build(app));
  }

  buildCard(title, ...children) {
    return h('section', {class: 'cb-form-card'}, h('h3', {class: 'cb-form-subtitle', text: title}), ...children);
  }

  buildUnfinished() {
    const {app} = this;
    const {entries, wish} = app.unfinished;
    const open = entries.filter(entry => !Round.isChecked(entry)).length;
    return this.buildCard(app.say('practice_unfinished'),
      h('p', {class: 'cb-explain', text: app.count('practice_unfinished_text', {count: open, what: WishView.name(app, wish)})}),
      h('div', {class: 'cb-actions'}, button(app.say('practice_continue'), 'right', 'primary', () => app.resume()),
        button(app.say('practice_discard'), null, '', () => app.leave())));
  }

  buildWish() {
    const {app} = this;
    const {kind, ids} = app.wish;
    const found = app.questionsOf(app.wish);
    const clauses = kind === 'clauses'
      ? fold(app.count('practice_clauses', {count: ids.length}), '', ids.length <= 5,
        ...ids.map(id => h('li', {}, ...ClauseView.name(app, app.clauses.get(id))))) : null;
    const begin = button(app.count('practice_begin', {count: found.length}), 'right', 'primary', () => app.begin(app.wish, null));
    const some = found.length > Practice.SIZES[0]
      ? button(app.count('practice_begin_some', {count: Practice.SIZES[0]}), null, '', () => app.begin(app.wish, Practice.SIZES[0])) : null;
    return this.buildCard(WishView.name(app, app.wish), clauses, h('div', {class: 'cb-actions cb-below'}, begin, some));
  }

  /* What is due today comes first; without any, something new. */
  buildToday() {
    const {app} = this;
    const {total, seen, due} = app.figures(app.definition.questions);
    const explain = due ? app.count('practice_due', {count: due}) : app.say(seen ? 'practice_none_due' : 'practice_first_time', {total});
    const review = due ? button(app.count('practice_review', {count: due}), 'again', 'primary', () => app.begin({kind: 'due', ids: []}, null)) : null;
    const mixed = button(app.count('practice_mixed', {count: Practice.SIZES[0]}), 'right', due || app.wish ? '' : 'primary',
      () => app.begin({kind: 'all', ids: []}, Practice.SIZES[0]));
    return this.buildCard(app.say('practice_today'), h('p', {class: 'cb-explain', text: explain}), h('div', {class: 'cb-actions'}, review, mixed));
  }

  buildStages() {
    const {app} = this;
    const rows = app.definition.stages.filter(stage => app.questionsOf({kind: 'stage', ids: [stage.id]}).length);
    return this.buildCard(app.say('practice_by_stage'), this.buildSizes(),
      h('ul', {class: 'cb-practice-stages'}, ...rows.map(stage => h('li', {}, this.buildStage(stage)))));
  }

  buildSizes() {
    const {app} = this;
    const choices = Practice.SIZES.map(size => {
      const id = 'cb-size-' + (size || 'all');
      const box = h('input', {type: 'radio', class: 'cb-radio', name: 'cb-size', id, checked: size === app.size, on: {change: () => {
        app.size = size;
      }}});
      return h('label', {class: 'cb-size', for: id}, box, h('span', {text: size ? app.count('practice_questions', {count: size}) : app.say('practice_all')}));
    });
    return h('div', {class: 'cb-sizes', role: 'radiogroup', 'aria-labelledby': 'cb-sizes'},
      h('span', {class: 'cb-sizes-name', id: 'cb-sizes', text: app.say('practice_size')}), ...choices);
  }

  buildStage(stage) {
    const {app} = this;
    const wish = {kind: 'stage', ids: [stage.id]};
    const {total, seen, due, right, answers} = app.figures(app.questionsOf(wish));
    const id = 'cb-stage-' + stage.id;
    const rate = answers ? app.say('practice_rate', {percent: app.percent(right + '/' + answers)}) : '';
    const figures = h('span', {class: 'cb-stage-figures'},
      h('progress', {class: 'cb-progress', max: total, value: seen, 'aria-labelledby': id}),
      h('span', {class: 'cb-nav-count', text: app.say('practice_seen_of', {count: seen, total})}),
      h('span', {class: 'cb-nav-count', text: rate}));
    return h('button', {type: 'button', class: 'cb-practice-stage', on: {click: () => app.begin(wish, app.size)}},
      h('span', {class: 'cb-nav-mark', 'aria-hidden': 'true', text: stage.number}),
      h('span', {class: 'cb-practice-name'}, h('span', {class: 'cb-nav-title', id, text: app.text(stage.title)}),
        due ? h('span', {class: 'cb-due', text: app.count('practice_due_short', {count: due})}) : null, figures),
      icon('right'));
  }
}

/* What a round is made from, in words. */
const WishView = (function () {
  function name(app, {kind, ids}) {
    if (kind !== 'stage') return app.say('practice_wish_' + kind);
    const stage = app.definition.stages.find(one => ids.includes(one.id));
    return stage ? stage.number + ' ' + app.text(stage.title) : app.say('practice_wish_all');
  }

  return {name};
}());
