/* The title and the languages of the single file, and the line at the foot. */
const HeadView = (function () {
  function switcher(app) {
    const choices = app.definition.languages.map(language => h('button', {
      type: 'button', class: 'cb-language', lang: language, 'aria-pressed': String(language === app.language),
      text: app.definition.language_names[language], on: {click: () => app.speak(language)},
    }));
    return h('div', {class: 'cb-languages', role: 'group', 'aria-label': app.say('web_language')}, ...choices);
  }

  function build(app) {
    const {definition} = app;
    return h('header', {class: 'cb-head'},
      h('div', {}, h('p', {class: 'cb-eyebrow', text: app.text(definition.standard.title)}), h('h1', {text: app.text(definition.title)})),
      definition.languages.length > 1 ? switcher(app) : null);
  }

  function foot(app) {
    return h('p', {class: 'cb-foot', text: app.text(app.definition.standard.notice)});
  }

  return {build, foot};
}());
