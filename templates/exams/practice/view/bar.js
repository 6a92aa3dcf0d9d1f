/* The slim bar above a question: how far, how many right, and the way out. */
const RoundBar = (function () {
  function build(app) {
    const {entries, place} = app.round;
    const checked = entries.filter(Round.isChecked);
    const right = checked.filter(entry => Round.verdict(entry) === 'right').length;
    const count = h('span', {class: 'cb-bar-count', id: 'cb-progress-label',
      text: app.say('practice_place', {count: place + 1, total: entries.length})});
    const progress = h('progress', {class: 'cb-progress', 'aria-labelledby': 'cb-progress-label', max: entries.length, value: checked.length});
    const line = h('div', {class: 'cb-bar-line'}, count, h('span', {class: 'cb-saved', text: app.count('practice_right_so_far', {count: right})}));
    return h('div', {class: 'cb-form-bar', role: 'region', 'aria-label': app.say('practice_progress')},
      h('div', {class: 'cb-bar-card'}, h('div', {class: 'cb-bar-lines'}, line, progress), app.end ? leaving(app) : null));
  }

  function leaving(app) {
    return button(app.say('practice_end'), null, 'small', () => app.end());
  }

  return {build};
}());
