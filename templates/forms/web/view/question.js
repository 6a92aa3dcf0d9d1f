/* One provision: a group of native radio buttons, the reason why it does not apply, a comment, and the evidence. */
class QuestionView {
  constructor(app, question) {
    this.app = app;
    this.question = question;
    this.id = 'cb-q-' + question.ref;
    this.radios = new Map();
    this.hints = new Map();
    this.areNotesOpen = null;
    this.node = this.build();
    this.sync();
  }

  get entry() {
    return this.app.store.draft.answers[this.question.ref] || {};
  }

  /* What is chosen: points, 'away' for not applicable, or null. */
  get choice() {
    if (this.entry.not_applicable) return 'away';
    return Draft.onScale(this.app.definition, this.entry) ? this.entry.rating : null;
  }

  build() {
    this.options = this.buildOptions();
    this.hint = h('p', {class: 'cb-hint', 'aria-hidden': 'true'});
    this.reason = this.buildReason();
    this.notes = this.buildNotes();
    const remember = () => this.app.visit(this.question.ref);
    const foot = h('div', {class: 'cb-question-foot'}, this.hint, this.buildTools());
    return h('fieldset', {class: 'cb-question', id: this.id, on: {focusin: remember}}, this.buildLegend(),
      this.options, this.reason, foot, this.notes);
  }

  buildLegend() {
    const {provision} = this.question;
    const badge = h('span', {class: 'cb-form-badge cb-form-badge-' + provision.type, text: this.app.say('type_' + provision.type)});
    const unscored = provision.weight === '0' ? h('span', {class: 'cb-unscored', text: this.app.say('web_unscored')}) : null;
    return h('legend', {class: 'cb-legend'}, h('span', {class: 'cb-badges'}, badge, unscored),
      h('span', {class: 'cb-form-text', text: this.app.text(provision.text)}));
  }

  buildOptions() {
    const scale = this.app.definition.scale.map(answer =>
      this.buildOption(answer.points, this.app.text(answer.label), answer.hint ? this.app.text(answer.hint) : ''));
    const away = this.buildOption('away', this.app.say('web_not_applicable'), this.app.say('web_not_applicable_hint'));
    away.classList.add('cb-option-away');
    const showOf = event => this.showHint(event.target.closest('.cb-option'));
    const rest = () => this.showHint(null);
    const many = scale.length > 7 ? ' cb-options-many' : '';
    const on = {mouseover: showOf, focusin: showOf, mouseleave: rest, focusout: rest, keydown: event => this.press(event)};
    return h('div', {class: 'cb-options' + many, on}, ...scale, away);
  }

  buildOption(value, label, hint) {
    const id = this.id + '-' + value;
    const radio = h('input', {
      type: 'radio', class: 'cb-radio', name: this.id, value, id,
      'aria-labelledby': id + '-label', 'aria-describedby': hint ? id + '-hint' : null,
      on: {change: () => this.choose(value)},
    });
    this.radios.set(value, radio);
    this.hints.set(value, hint);
    const shownHint = hint ? h('span', {class: 'cb-option-hint', id: id + '-hint', text: hint}) : null;
    return h('label', {class: 'cb-option', for: id, 'data-value': value}, radio, h('span', {class: 'cb-ring'}),
      h('span', {class: 'cb-option-text'}, h('span', {class: 'cb-option-label', id: id + '-label', text: label}), shownHint));
  }

  buildReason() {
    const id = this.id + '-reason';
    this.reasonBox = this.buildBox(id, 'reason', {'aria-required': 'true', 'aria-describedby': id + '-error'});
    this.reasonBox.addEventListener('blur', () => this.showError());
    this.error = h('p', {class: 'cb-error', id: id + '-error', hidden: true}, icon('warning'),
      h('span', {text: this.app.say('web_reason_missing')}));
    const label = h('label', {class: 'cb-form-label', for: id}, this.app.say('web_reason') + ' ',
      h('span', {class: 'cb-form-required', text: this.app.say('web_required')}));
    return h('div', {class: 'cb-extra', hidden: true}, label, this.reasonBox, this.error);
  }

  buildNotes() {
    const id = this.id + '-comment';
    this.commentBox = this.buildBox(id, 'comment', {});
    this.evidence = new EvidenceView(this.app, this.question);
    return h('div', {class: 'cb-extra', id: this.id + '-notes', hidden: true},
      h('label', {class: 'cb-form-label', for: id, text: this.app.say('web_comment')}), this.commentBox, this.evidence.node);
  }

  buildBox(id, name, options) {
    const input = event => this.app.answer(this.question.ref, {[name]: event.target.value}, true);
    const plain = {id, class: 'cb-box', rows: 2, maxlength: Transfer.LONGEST[name], on: {input}};
    return h('textarea', Object.assign(plain, options));
  }

  buildTools() {
    this.notesButton = button(this.app.say('web_notes'), 'comment', 'quiet', () => this.toggleNotes());
    this.notesButton.setAttribute('aria-controls', this.id + '-notes');
    this.clearButton = button(this.app.say('web_clear_answer'), null, 'quiet', () => this.unchoose());
    return h('div', {class: 'cb-tools'}, this.notesButton, this.clearButton);
  }

  choose(value) {
    const isAway = value === 'away';
    this.app.answer(this.question.ref, {rating: isAway ? undefined : value, not_applicable: isAway || undefined});
  }

  unchoose() {
    this.app.answer(this.question.ref, {rating: undefined, not_applicable: undefined});
    this.radios.values().next().value.focus();
  }

  toggleNotes() {
    this.areNotesOpen = !this.areNotesOpen;
    this.sync();
    if (this.areNotesOpen) this.commentBox.focus();
  }

  /* Only while the keyboard is in the group: a digit chooses that answer, Enter goes to the next open question. */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const answer = this.app.definition.scale[Number(event.key) - 1];
    if (event.key === 'Enter') this.leave();
    else if (answer && /^[1-9]$/.test(event.key)) this.pick(answer.points);
    else return;
    event.preventDefault();
  }

  leave() {
    if (this.choice === 'away' && !this.app.isAnswered(this.question.ref)) this.reasonBox.focus();
    else this.app.next();
  }

  pick(value) {
    this.choose(value);
    this.radios.get(value).focus();
  }

  showHint(option) {
    const value = option ? option.getAttribute('data-value') : this.choice;
    const found = value === null ? '' : this.hints.get(value === 'away' ? value : Number(value));
    this.hint.textContent = found || '';
  }

  showError() {
    const isMissing = this.choice === 'away' && !Draft.trim(this.entry.reason);
    this.error.hidden = !isMissing;
    this.reasonBox.setAttribute('aria-invalid', String(isMissing));
  }

  /* Shows what the draft holds; a text that is being written keeps its cursor. */
  sync() {
    const {entry, choice} = this;
    for (const [value, radio] of this.radios) {
      radio.checked = value === choice;
      radio.closest('.cb-option').classList.toggle('cb-option-chosen', radio.checked);
    }
    this.node.classList.toggle('cb-question-answered', this.app.isAnswered(this.question.ref));
    this.setBox(this.reasonBox, entry.reason);
    this.setBox(this.commentBox, entry.comment);
    this.reason.hidden = choice !== 'away';
    if (this.reason.hidden || Draft.trim(entry.reason)) this.showError();
    this.syncNotes();
    this.clearButton.hidden = choice === null;
    this.showHint(null);
  }

  syncNotes() {
    const isAny = Boolean(Draft.trim(this.entry.comment)) || this.evidence.isAny;
    if (this.areNotesOpen === null) this.areNotesOpen = isAny;
    this.notes.hidden = !this.areNotesOpen;
    this.notesButton.setAttribute('aria-expanded', String(this.areNotesOpen));
    this.evidence.sync();
  }

  setBox(box, text) {
    if (box.value !== (text || '')) box.value = text || '';
  }

  /* Brings the question into view and the keyboard to the place where the answer is missing. */
  focus() {
    const head = this.node.previousElementSibling;
    (head && head.classList.contains('cb-clause-head') ? this.node.parentNode : this.node).scrollIntoView({block: 'start'});
    const radio = this.radios.get(this.choice) || this.radios.values().next().value;
    (this.choice === 'away' && !this.app.isAnswered(this.question.ref) ? this.reasonBox : radio).focus({preventScroll: true});
    this.node.classList.add('cb-question-found');
    setTimeout(() => this.node.classList.remove('cb-question-found'), 2500);
  }
}
