/* The first page: what this is, what happens to the answers, how to answer, and who answers. */
class StartView {
  constructor(app) {
    this.app = app;
    this.boxes = new Map();
    const {definition} = app;
    this.begin = button('', 'right', 'primary', () => app.next());
    this.node = h('section', {class: 'cb-page'},
      h('h2', {class: 'cb-title', tabindex: '-1', text: app.say('web_start')}),
      h('p', {class: 'cb-lead', text: app.text(definition.intro)}),
      h('div', {class: 'cb-note'}, icon('lock'), h('p', {text: app.text(definition.privacy)})),
      this.buildPerson(), this.buildKey(),
      h('div', {class: 'cb-actions'}, this.begin),
      FilesView.importing(app));
    this.sync();
  }

  buildPerson() {
    return h('section', {class: 'cb-card'},
      h('h3', {class: 'cb-subtitle', text: this.app.say('web_person')}),
      h('div', {class: 'cb-fields'}, this.buildField('id', true), this.buildField('name'), this.buildField('department')));
  }

  buildField(name, isRequired) {
    const id = 'cb-person-' + name;
    const save = isTyping => event => this.app.field(name, event.target.value, isTyping);
    const box = h('input', {
      type: 'text', class: 'cb-box', id, maxlength: Transfer.LONGEST[name], autocomplete: 'off',
      'aria-required': isRequired ? 'true' : null, 'aria-describedby': isRequired ? id + '-error' : null,
      on: {input: save(true), change: save(false)},
    });
    this.boxes.set(name, box);
    const mark = isRequired ? h('span', {class: 'cb-required', text: this.app.say('web_required')}) : null;
    if (isRequired) this.error = h('p', {class: 'cb-error', id: id + '-error', hidden: true}, icon('warning'),
      h('span', {text: this.app.say('web_id_missing')}));
    return h('div', {class: 'cb-field'}, h('label', {class: 'cb-label', for: id}, this.app.say('web_person_' + name) + ' ', mark),
      box, isRequired ? this.error : null);
  }

  buildKey() {
    const rows = this.app.definition.scale.map(answer => h('div', {class: 'cb-key-row'},
      h('dt', {text: this.app.text(answer.label)}), h('dd', {text: answer.hint ? this.app.text(answer.hint) : ''})));
    const away = h('div', {class: 'cb-key-row'}, h('dt', {text: this.app.say('web_not_applicable')}),
      h('dd', {text: this.app.say('web_not_applicable_hint')}));
    return h('section', {class: 'cb-card'}, h('h3', {class: 'cb-subtitle', text: this.app.say('web_key')}),
      h('dl', {class: 'cb-key'}, ...rows, away));
  }

  /* Says that the staff number is missing and takes the keyboard there. */
  demandId() {
    this.isDemanding = true;
    this.sync();
    this.boxes.get('id').focus();
  }

  sync() {
    for (const [name, box] of this.boxes) {
      const value = Draft.field(this.app.store.draft, name);
      if (box.value !== value) box.value = value;
    }
    const isMissing = Boolean(this.isDemanding) && !Draft.trim(this.boxes.get('id').value);
    this.error.hidden = !isMissing;
    this.boxes.get('id').setAttribute('aria-invalid', String(isMissing));
    const {answered, total} = this.app.result;
    const word = answered === 0 ? 'web_begin' : answered === total ? 'web_see_result' : 'web_continue';
    this.begin.firstChild.textContent = this.app.say(word);
  }
}
