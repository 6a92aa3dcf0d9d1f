/* The practice on a page of the site: rounds by stage, by clause or by what is due, and the memory of all of them. */
class Practice extends Player {
  constructor(mount, data) {
    super(mount, data, data.language);
    this.size = Practice.SIZES[0];
    this.store = new Store(data.definition.standard.id, () => this.onStore());
    this.wish = Place.wish(this);
    if (Place.isRound()) this.round = Round.restore(this.progress.round.value, this.questions);
    this.render();
    Place.write(this);
  }

  get progress() {
    return this.store.progress;
  }

  get today() {
    return Leitner.day(new Date());
  }

  /* The round that was left before its end, or null. */
  get unfinished() {
    const found = Round.restore(this.progress.round.value, this.questions);
    return found && found.entries.some(entry => !Round.isChecked(entry)) ? found : null;
  }

  figures(questions) {
    return Progress.figures(this.progress, questions, this.today);
  }

  questionsOf({kind, ids}) {
    const {cards} = this.progress;
    const fits = {
      all: () => true,
      due: question => cards[question.id] && Leitner.isDue(cards[question.id], this.today),
      stage: question => this.stageOf(question) && ids.includes(this.stageOf(question).id),
      clauses: question => question.clauses.some(clause => ids.includes(clause)),
      again: question => ids.includes(question.id),
    };
    return this.definition.questions.filter(fits[kind]);
  }

  buildStart() {
    return new StartView(this);
  }

  buildSummary() {
    return new SummaryView(this);
  }

  render() {
    super.render();
    this.onFailure();
  }

  placeName({question}) {
    const stage = this.stageOf(question);
    return stage ? stage.number + ' ' + this.text(stage.title) : '';
  }

  /* Begins a round of what is wished for; `size` questions, or all without it. */
  begin(wish, size) {
    const found = this.questionsOf(wish);
    this.round = Round.make(Round.choose(found, this.progress.cards, size || found.length, this.today), wish);
    this.go(0);
  }

  resume() {
    this.round = this.unfinished;
    const open = this.round.entries.findIndex(entry => !Round.isChecked(entry));
    this.go(open);
  }

  /* Ends the round where it is. */
  end() {
    this.go(this.round.entries.length);
  }

  leave() {
    this.round = null;
    this.store.round(null);
    Place.write(this);
    this.show();
  }

  keep() {
    this.store.round(this.round);
    Place.write(this);
  }

  checked(entry) {
    const now = new Date();
    this.store.card(entry.id, Leitner.after(this.progress.cards[entry.id], Round.verdict(entry), now));
  }

  /* When the question is asked again, as people say it. */
  comesBack(entry) {
    const card = this.progress.cards[entry.id];
    if (!card) return '';
    const when = new Intl.DateTimeFormat(this.language, {month: 'long', day: 'numeric'}).format(Leitner.dateOf(card.due));
    const days = Math.round((Leitner.dateOf(card.due) - Leitner.dateOf(this.today)) / 86400000);
    return this.say(days === 1 ? 'practice_back_tomorrow' : 'practice_back_on', {when, box: card.box});
  }

  take(progress) {
    this.store.take(progress);
    this.show();
    this.notices.show('done', {text: this.count('practice_imported', {count: Object.keys(progress.cards).length})});
  }

  clear() {
    this.store.clear();
    this.show();
    this.notices.show('done', {text: this.say('practice_cleared')});
  }

  onStore() {
    this.onFailure();
    if (!this.round) this.turn();
  }

  onFailure() {
    const save = button(this.say('practice_export'), 'download', 'primary', () => FilesView.save(this));
    this.warn(this.store.isFailed, this.say('practice_storage_failed'), save);
  }
}
/* Questions in a round; null for all of them. */
Practice.SIZES = [10, 20, null];

function start() {
  for (const mount of document.querySelectorAll('[data-clausebook-practice]')) {
    if (window.clausebookPractice) new Practice(mount, window.clausebookPractice);
  }
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
