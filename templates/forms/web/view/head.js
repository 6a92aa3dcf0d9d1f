/* The title and the languages of the single file, and the line at the foot. */
const HeadView = (function () {
  function switcher(app) {
    const choices = app.whole.languages.map(language => h('button', {
      type: 'button', class: 'cb-language', lang: language, 'aria-pressed': String(language === app.language),
      text: app.whole.language_names[language], on: {click: () => app.speak(language)},
    }));
    return h('div', {class: 'cb-form-languages', role: 'group', 'aria-label': app.say('web_language')}, ...choices);
  }

  /* For the keyboard: past everything that stands above the questions. */
  function skip(app) {
    return h('button', {type: 'button', class: 'cb-skip', text: app.say('web_skip'), on: {click: () => app.next()}});
  }

  function build(app) {
    const {whole: definition} = app;
    return h('header', {class: 'cb-head'},
      h('div', {}, h('p', {class: 'cb-eyebrow', text: app.text(definition.standard.title)}), h('h1', {text: app.text(definition.title)})),
      definition.languages.length > 1 ? switcher(app) : null);
  }

  function foot(app) {
    return h('p', {class: 'cb-foot', text: app.text(app.definition.standard.notice)});
  }

  return {skip, build, foot};
}());
