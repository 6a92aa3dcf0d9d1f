/* How far somebody has come: the boxes of the spaced repetition, and what they mean. */
const ProgressView = (function () {
  function row(app, name, explanation, count, total) {
    const bar = h('progress', {class: 'cb-progress', 'aria-hidden': 'true', max: Math.max(1, total), value: count});
    return h('tr', {}, h('th', {scope: 'row'}, name, h('span', {class: 'cb-box-explain', text: explanation})),
      h('td', {class: 'cb-box-cell'}, bar), h('td', {class: 'cb-box-count', text: count}));
  }

  function build(app) {
    const {total, seen, boxes} = app.figures(app.definition.questions);
    const rows = boxes.map((count, place) => row(app, app.say('practice_box', {box: place + 1}),
      app.count('practice_box_days', {count: Leitner.DAYS[place]}), count, total));
    const unseen = row(app, app.say('practice_unseen'), '', total - seen, total);
    return h('section', {class: 'cb-form-card'}, h('h3', {class: 'cb-form-subtitle', id: 'cb-boxes', text: app.say('practice_boxes')}),
      h('p', {class: 'cb-explain', text: app.say('practice_boxes_text')}),
      h('table', {class: 'cb-boxes', 'aria-labelledby': 'cb-boxes'}, h('tbody', {}, unseen, ...rows)));
  }

  return {build};
}());
