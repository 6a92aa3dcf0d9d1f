/* The verdict: a word, a shape and a colour of its own for each, why, and what to do next. */
const VerdictView = (function () {
  const SHAPES = {
    valid: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM7.5 12.5l3 3 6-6.5',
    invalid: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9l6 6M15 9l-6 6',
    stale: 'M12 3.5l9.5 16.5h-19zM12 9.5v5M12 17v.3',
  };

  function shape(verdict) {
    const look = {class: 'cb-shape', viewBox: '0 0 24 24', width: 44, height: 44, 'aria-hidden': 'true', focusable: 'false'};
    return draw('svg', look, draw('path', {d: SHAPES[verdict]}));
  }

  function basis(app, {index}, time) {
    const checked = Shown.moment(time, app.language, {dateStyle: 'long', timeStyle: 'short'});
    if (!index) return app.say('checked_without', {time: checked});
    const date = Shown.moment(index.created, app.language, {dateStyle: 'long', timeZone: 'UTC'});
    return app.say('checked', {time: checked, date, version: index.version});
  }

  function build(app, {subject, report, time}) {
    const say = start => app.sayFor(start + report.reason, report.kind);
    const file = subject.file ? app.say('fact_file') + ': ' + Shown.visible(subject.file.name) : '';
    return h('section', {class: 'cb-card cb-verdict cb-verdict-' + report.verdict, 'data-reason': report.reason},
      h('div', {class: 'cb-verdict-head'}, shape(report.verdict), h('h3', {class: 'cb-verdict-word', text: app.verdict(report)})),
      h('p', {class: 'cb-reason', text: say('reason_')}),
      h('div', {class: 'cb-next'}, h('h4', {text: app.say('next')}), h('p', {text: say('next_')})),
      h('div', {class: 'cb-basis'}, file && h('p', {text: file}), h('p', {text: basis(app, report, time)}),
        h('p', {text: app.say('code', {reason: report.reason})})));
  }

  return {build};
}());
