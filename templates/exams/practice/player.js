/*
 * Questions answered one after another in one place of the page. What the two ways of doing so share: a practice on
 * the site that remembers, and a practice test that reports. `definition` holds the questions with their key.
 */
class Player {
  constructor(mount, {definition, words}, language) {
    this.mount = mount;
    this.definition = definition;
    this.tables = words;
    this.language = language;
    this.questions = new Map(definition.questions.map(question => [question.id, question]));
    this.clauses = new Map();
    for (const stage of definition.stages) {
      for (const clause of stage.clauses) this.clauses.set(clause.id, Object.assign({stage}, clause));
    }
    this.round = null;
    const isPlain = event => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    mount.addEventListener('keydown', event => {
      if (this.page.press) this.page.press(event);
      if (isPlain(event)) event.stopPropagation();
    });
    const adapt = () => mount.classList.toggle('cb-middle', mount.clientWidth / parseFloat(getComputedStyle(mount).fontSize) >= 40);
    if (window.ResizeObserver) new ResizeObserver(adapt).observe(mount);
    adapt();
  }

  say(key, values) {
    return this.words.say(key, values);
  }

  count(key, values) {
    return this.words.count(key, values);
  }

  text(localized) {
    return localized[this.language];
  }

  /* An exact share as people read it, without a decimal that says nothing. */
  percent(share) {
    return this.say('practice_percent', {number: Rational.shown(Rational.of(share)).replace(/\.0$/, '')});
  }

  stageOf(question) {
    const clause = this.clauses.get(question.clauses[0]);
    return clause ? clause.stage : null;
  }

  /* {question, order, entry, number} of an entry of the round. */
  asked(place) {
    const entry = this.round.entries[place];
    return {question: this.questions.get(entry.id), order: entry.order, entry, number: place + 1};
  }

  /* Builds everything in the present language. */
  render() {
    this.words = new Words(this.tables[this.language], this.language);
    this.mount.lang = this.language;
    this.notices = new NoticesView(this);
    this.top = h('div', {});
    this.content = h('div', {class: 'cb-content'});
    fill(this.mount, this.buildHead(), this.top, this.notices.node, this.content, this.buildFoot());
    this.turn();
  }

  buildHead() {
    return null;
  }

  buildFoot() {
    return h('p', {class: 'cb-foot', text: this.text(this.definition.standard.notice)});
  }

  /* Shows the page at the present place: a question, what came out, or the start. */
  turn() {
    this.page = this.buildPage();
    fill(this.content, this.page.node);
    fill(this.top, this.round && this.round.place < this.round.entries.length ? RoundBar.build(this) : null);
  }

  buildPage() {
    if (!this.round) return this.buildStart();
    return this.round.place < this.round.entries.length ? new AskView(this, this.round.place) : this.buildSummary();
  }

  go(place) {
    this.round.place = place;
    this.keep();
    this.show();
  }

  /* Shows the page from its top, and takes the keyboard there. */
  show() {
    this.turn();
    this.mount.scrollIntoView({block: 'start'});
    this.page.node.querySelector('.cb-title').focus({preventScroll: true});
  }

  isLast(place) {
    return place === this.round.entries.length - 1;
  }

  onward(place) {
    this.go(place + 1);
  }

  check({question, order, entry}) {
    entry.share = Marking.mark({question, order}, entry.given);
    this.checked(entry);
    this.keep();
    fill(this.top, RoundBar.build(this));
  }

  /* Where the browser does not keep what is done, it is said, and a way out is offered. */
  warn(isFailed, text, action) {
    if (!isFailed) this.notices.hide('storage');
    else if (!this.notices.has('storage')) this.notices.show('storage', {text, isUrgent: true, action});
  }
}
