/* The title of a test, and its languages. */
const TestHead = (function () {
  function switcher(app) {
    const {languages, language_names: names} = app.definition;
    const choices = languages.map(language => h('button', {
      type: 'button', class: 'cb-language', lang: language, 'aria-pressed': String(language === app.language),
      text: names[language], on: {click: () => app.speak(language)},
    }));
    return h('div', {class: 'cb-form-languages', role: 'group', 'aria-label': app.say('practice_language')}, ...choices);
  }

  function build(app) {
    const {definition, paper} = app;
    return h('header', {class: 'cb-head'},
      h('div', {}, h('p', {class: 'cb-eyebrow', text: app.text(definition.standard.title)}), h('h1', {text: app.text(paper.title)})),
      definition.languages.length > 1 ? switcher(app) : null);
  }

  return {build};
}());

/* Before the first question: what the test is, and how it is passed. */
class TestStart {
  constructor(app) {
    const {paper} = app;
    const facts = [
      app.count('practice_questions', {count: paper.questions.length}),
      app.say('practice_total', {points: app.decimal(Rational.of(paper.total))}),
      app.say('practice_pass_from', {points: app.decimal(Rational.of(paper.passing))}),
      paper.minutes ? app.count('practice_minutes', {count: paper.minutes}) : null,
    ];
    this.node = h('section', {class: 'cb-page cb-form-card'},
      h('h2', {class: 'cb-title', tabindex: '-1', text: app.say('practice_before')}),
      h('ul', {class: 'cb-facts'}, ...facts.filter(Boolean).map(text => h('li', {text}))),
      paper.instructions ? h('p', {class: 'cb-lead', text: app.text(paper.instructions)}) : null,
      h('p', {class: 'cb-explain', text: app.say('practice_explained_at_once')}),
      h('div', {class: 'cb-actions'}, button(app.say(app.isRunning ? 'practice_continue' : 'practice_begin_test'), 'right', 'primary', () => app.begin())));
  }
}

/* After the last question: marks, whether they pass, and every question with its verdict. */
class TestResult {
  constructor(app) {
    const {marks, paper, isPassed, isComplete} = app;
    const share = Rational.print(Rational.divide(marks, Rational.of(paper.total)));
    const verdict = !isComplete ? 'practice_not_complete' : isPassed ? 'practice_passed' : 'practice_not_passed';
    const points = app.say('practice_marks_of', {points: app.decimal(marks), total: app.decimal(Rational.of(paper.total))});
    this.node = h('section', {class: 'cb-page'},
      h('h2', {class: 'cb-title', tabindex: '-1', text: app.say('practice_result')}),
      h('div', {class: 'cb-form-card cb-headline'}, h('p', {class: 'cb-summary-figure'}, h('strong', {text: app.percent(share)})),
        h('div', {}, h('p', {class: 'cb-verdict-title', text: app.say(verdict)}), h('p', {class: 'cb-explain', text: points}))),
      h('div', {class: 'cb-actions'}, button(app.say('practice_start_again'), 'again', '', () => app.again())),
      h('section', {class: 'cb-form-card'}, h('h3', {class: 'cb-form-subtitle', text: app.say('practice_each')}), SummaryList.build(app)));
  }
}
