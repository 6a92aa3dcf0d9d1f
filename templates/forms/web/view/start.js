/* The first page: what this is, what happens to the answers, who answers about whom, and how to answer. */
class StartView {
  constructor(app) {
    this.app = app;
    this.boxes = new Map();
    this.errors = new Map();
    this.demanded = null;
    const {whole} = app;
    this.begin = button('', 'right', 'primary', () => app.next());
    this.node = h('section', {class: 'cb-page'},
      h('h2', {class: 'cb-title', tabindex: '-1', text: app.say('web_start')}),
      h('p', {class: 'cb-lead', text: app.text(whole.intro)}),
      h('div', {class: 'cb-note'}, icon('lock'), h('p', {text: app.text(whole.privacy)})),
      this.buildPerson('', 'web_person'),
      Transfer.hasReviewer(whole) ? this.buildPerson('reviewer_', 'web_reviewer') : null,
      whole.models.length ? this.buildModels() : null, this.buildKey(),
      h('div', {class: 'cb-actions'}, this.begin),
      FilesView.importing(app));
    this.sync();
  }

  buildPerson(prefix, word) {
    const fields = Draft.PERSON.map(name => this.buildField(prefix + name, word + '_' + name, Transfer.LONGEST[name]));
    return h('fieldset', {class: 'cb-form-card cb-form-group'},
      h('legend', {class: 'cb-form-subtitle', text: this.app.say(word)}), h('div', {class: 'cb-fields'}, ...fields));
  }

  buildField(name, word, longest) {
    const id = 'cb-person-' + name;
    const isRequired = name.endsWith('id');
    const save = isTyping => event => this.app.field(name, event.target.value, isTyping);
    const box = h('input', {
      type: 'text', class: 'cb-box', id, maxlength: longest, autocomplete: 'off',
      'aria-required': isRequired ? 'true' : null, 'aria-describedby': isRequired ? id + '-error' : null,
      on: {input: save(true), change: save(false)},
    });
    this.boxes.set(name, box);
    const mark = isRequired ? h('span', {class: 'cb-form-required', text: this.app.say('web_required')}) : null;
    return h('div', {class: 'cb-field'}, h('label', {class: 'cb-form-label', for: id}, this.app.say(word) + ' ', mark),
      box, isRequired ? this.buildError(name, word + '_missing') : null);
  }

  buildError(name, word) {
    const error = h('p', {class: 'cb-error', id: 'cb-person-' + name + '-error', hidden: true}, icon('warning'),
      h('span', {text: this.app.say(word)}));
    this.errors.set(name, error);
    return error;
  }

  buildModels() {
    const {app} = this;
    this.models = app.whole.models.map(model => h('input', {
      type: 'checkbox', class: 'cb-check', value: model.id, id: 'cb-model-' + model.id, on: {change: () => this.choose()},
    }));
    const choices = app.whole.models.map((model, place) => h('label', {class: 'cb-choice', for: 'cb-model-' + model.id},
      this.models[place], h('span', {text: app.text(model.title)})));
    this.leftOut = h('p', {class: 'cb-form-left-out', role: 'status'});
    return h('fieldset', {class: 'cb-form-card cb-form-group', 'aria-describedby': 'cb-models-explained'},
      h('legend', {class: 'cb-form-subtitle', text: app.say('web_models')}),
      h('p', {class: 'cb-explain', id: 'cb-models-explained', text: app.say('web_models_explained')}),
      h('div', {class: 'cb-choices'}, ...choices), this.leftOut);
  }

  choose() {
    this.app.field('models', this.models.filter(box => box.checked).map(box => box.value).join(' '));
  }

  buildKey() {
    const {app} = this;
    const rows = app.whole.scale.map(answer => h('div', {class: 'cb-key-row'},
      h('dt', {text: app.text(answer.label)}), h('dd', {text: answer.hint ? app.text(answer.hint) : ''})));
    const away = h('div', {class: 'cb-key-row'}, h('dt', {text: app.say('web_not_applicable')}),
      h('dd', {text: app.say('web_not_applicable_hint')}));
    const keys = app.say('web_keys', {count: Math.min(9, app.whole.scale.length)});
    return h('section', {class: 'cb-form-card'}, h('h3', {class: 'cb-form-subtitle', text: app.say('web_key')}),
      h('dl', {class: 'cb-key'}, ...rows, away), h('p', {class: 'cb-explain cb-keys', text: keys}));
  }

  /* Says that a required particular is missing and takes the keyboard there. */
  demand(name) {
    this.demanded = name;
    this.sync();
    this.boxes.get(name).focus();
  }

  sync() {
    for (const [name, box] of this.boxes) {
      const value = Draft.field(this.app.store.draft, name);
      if (box.value !== value) box.value = value;
    }
    for (const [name, error] of this.errors) {
      error.hidden = name !== this.demanded || Boolean(Draft.trim(this.boxes.get(name).value));
      this.boxes.get(name).setAttribute('aria-invalid', String(!error.hidden));
    }
    if (this.models) this.syncModels();
    const {answered, total} = this.app.result;
    const word = answered === 0 ? 'web_begin' : answered === total ? 'web_see_result' : 'web_continue';
    this.begin.firstChild.textContent = this.app.say(word);
  }

  syncModels() {
    const {app} = this;
    for (const box of this.models) box.checked = app.models.includes(box.value);
    const count = Outline.questions(app.whole).length - app.result.total;
    const values = {count, total: app.result.total};
    const text = count ? app.count('web_left_out', values) : app.count('web_none_left_out', values);
    if (this.leftOut.textContent !== text) this.leftOut.textContent = text;
  }
}
