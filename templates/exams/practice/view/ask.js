/* One question: what is asked, what is answered, and once it has been checked what is right. */
class AskView {
  constructor(app, place) {
    this.app = app;
    this.place = place;
    this.asked = app.asked(place);
    this.entry = this.asked.entry;
    this.body = h('div', {class: 'cb-answer'});
    this.verdict = h('div', {class: 'cb-verdict', role: 'status'});
    this.message = h('p', {class: 'cb-error', role: 'alert'});
    this.actions = h('div', {class: 'cb-actions cb-turns'});
    this.title = h('h2', {class: 'cb-title cb-stem', id: 'cb-stem', tabindex: '-1', text: app.text(this.asked.question.stem)});
    this.node = h('section', {class: 'cb-page cb-form-card cb-ask'}, this.buildHead(), this.buildBackground(), this.title,
      this.body, this.message, this.verdict, this.actions);
    this.build();
  }

  get isChecked() {
    return Round.isChecked(this.entry);
  }

  get isOpen() {
    return Boolean(this.asked.question.marking);
  }

  buildHead() {
    const {question} = this.asked;
    return h('p', {class: 'cb-eyebrow cb-ask-head'}, h('span', {class: 'cb-form-badge', text: this.app.say('practice_type_' + question.type)}),
      h('span', {text: this.app.placeName(this.asked)}));
  }

  buildBackground() {
    const {background} = this.asked.question;
    return background ? h('p', {class: 'cb-background', text: this.app.text(background)}) : null;
  }

  build() {
    const {type} = this.asked.question;
    this.view = new (AskView.VIEWS[type])(this);
    fill(this.body, this.view.node);
    fill(this.actions, ...this.buildActions());
    fill(this.verdict, ...(this.isChecked ? VerdictView.build(this) : []));
    this.verdict.className = 'cb-verdict' + (this.isChecked ? ' cb-verdict-' + Round.verdict(this.entry) : '');
  }

  buildActions() {
    const {app} = this;
    const back = this.place ? button(app.say('practice_previous'), 'left', '', () => app.go(this.place - 1)) : h('span');
    if (this.isChecked) {
      const isLast = app.isLast(this.place);
      this.primary = button(app.say(isLast ? 'practice_to_summary' : 'practice_next'), 'right', 'primary', () => app.onward(this.place));
      return [back, this.primary];
    }
    this.primary = button(app.say(this.primaryWord), 'check', 'primary', () => this.check());
    const skip = button(app.say('practice_give_up'), null, 'quiet', () => this.finish(''));
    return [back, h('span', {class: 'cb-check-actions'}, this.isOpen ? null : skip, this.primary)];
  }

  get primaryWord() {
    if (!this.isOpen) return 'practice_check';
    return this.entry.isRevealed ? 'practice_mark' : 'practice_reveal';
  }

  give(given, isQuiet) {
    this.entry.given = given;
    this.message.textContent = '';
    if (!isQuiet) this.app.keep();
  }

  write(text) {
    this.entry.text = text;
    this.app.keep();
  }

  check() {
    if (this.isOpen && !this.entry.isRevealed) this.reveal();
    else if (this.isOpen || Answer.isComplete(this.asked, this.entry.given)) this.finish(this.entry.given);
    else this.demand();
  }

  demand() {
    this.message.textContent = '';
    fill(this.message, icon('warning'), h('span', {text: this.app.say('practice_incomplete_' + this.asked.question.type)}));
    this.body.querySelector('input, select, button').focus();
  }

  reveal() {
    this.entry.isRevealed = true;
    this.app.keep();
    this.build();
    this.body.querySelector('.cb-model h3').focus();
  }

  finish(given) {
    this.message.textContent = '';
    this.entry.given = given;
    this.app.check(this.asked);
    this.build();
    this.primary.focus({preventScroll: true});
    this.verdict.scrollIntoView({block: 'nearest'});
  }

  /* A key that no control has taken: a letter or number chooses, Enter goes on. */
  press(event) {
    const {target, key} = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isText = target.matches('textarea, select, input[type=text]');
    if (key === 'Enter' && !target.matches('button, a, textarea, select')) this.primary.click();
    else if (isText || !this.view.press || !this.view.press(key)) return;
    event.preventDefault();
  }
}
AskView.VIEWS = {
  single_choice: ChoiceView, multiple_choice: ChoiceView, true_false: ChoiceView, ordering: OrderingView, matching: MatchingView,
  number: WrittenView, text: WrittenView, short_answer: OpenView, case: OpenView,
};
