/*
 * One form in one place of the page: its state, its pages, and who is told of what. `whole` is everything that the form
 * can ask; `definition` is what it asks of someone with the business models chosen.
 */
class App {
  constructor(mount, {definition, words, language, practice}) {
    this.mount = mount;
    this.whole = definition;
    this.practice = practice || null;
    this.tables = words;
    this.isAlone = language === null;
    this.store = new Store(definition, event => this.onStore(event));
    this.evidence = new Evidence(this);
    this.earlier = null;
    this.language = language || this.preferredLanguage();
    this.last = null;
    this.recount();
    this.place = this.storedPlace();
    this.render();
    watchWindow(this);
  }

  preferredLanguage() {
    const {languages} = this.whole;
    const wanted = [Draft.field(this.store.draft, 'language')].concat(navigator.languages || []);
    const fits = wish => languages.find(language => wish === language || wish.split('-')[0] === language.split('-')[0]);
    return wanted.filter(Boolean).map(fits).find(Boolean) || languages[0];
  }

  storedPlace() {
    const page = Number(Draft.field(this.store.draft, 'place')) || 0;
    return Math.min(Math.max(0, page), this.definition.stages.length + 1);
  }

  say(key, values) {
    return this.words.say(this.fit(key), values);
  }

  count(key, values) {
    return this.words.count(this.fit(key), values);
  }

  /* The key of the word for this kind of form where there is one of its own. */
  fit(key) {
    const own = key + '_' + this.whole.kind;
    return this.words.has(own) ? own : key;
  }

  /* A text of the definition in the language of the page. */
  text(localized) {
    return localized[this.language];
  }

  /* An exact score as people read it: "62.5%", or an en dash. */
  percent(score) {
    return score === null ? Rational.shown(null) : this.say('web_percent', {number: Rational.shown(Rational.of(score))});
  }

  recount() {
    const {draft} = this.store;
    this.models = Draft.models(this.whole, draft);
    this.definition = Outline.asked(this.whole, this.models);
    this.answers = Draft.answers(this.definition, draft);
    this.result = Score.score(this.definition, this.answers);
    this.comparison = this.earlier && Compare.compare(this.definition, this.earlier.answers, this.answers);
  }

  isAnswered(ref) {
    return Score.isAnswered(this.answers[ref]);
  }

  /* How many answers there are, asked for the business models chosen or not. */
  countAll() {
    return Object.values(Draft.answers(this.whole, this.store.draft)).filter(Score.isAnswered).length;
  }

  /* {total, answered, score} of a stage. */
  figures(stage) {
    const questions = Outline.ofStage(this.definition, stage);
    const answered = questions.filter(question => this.isAnswered(question.ref)).length;
    const {score} = this.result.stages.find(candidate => candidate.id === stage.id);
    return {total: questions.length, answered, score};
  }

  listPages() {
    const stages = this.definition.stages.map(stage => ({stage, mark: stage.number, title: this.text(stage.title)}));
    return [{symbol: 'start', title: this.say('web_start')}, ...stages, {symbol: 'result', title: this.say('web_result')}];
  }

  /* Builds everything in the present language. */
  render() {
    this.words = new Words(this.tables[this.language], this.language);
    this.pages = this.listPages();
    this.mount.lang = this.language;
    if (this.isAlone) {
      document.documentElement.lang = this.language;
      document.title = this.text(this.whole.title) + ' · ' + this.text(this.whole.standard.title);
    }
    this.notices = new NoticesView(this);
    this.bar = new BarView(this);
    this.navigation = new NavigationView(this);
    this.card = new ScoreCard(this);
    this.content = h('div', {class: 'cb-content'});
    this.sheet = h('div', {class: 'cb-sheet'});
    this.side = h('div', {class: 'cb-side'}, this.navigation.node, this.card.node);
    fill(this.mount, HeadView.skip(this), this.isAlone ? HeadView.build(this) : null, this.bar.node, this.notices.node,
      h('div', {class: 'cb-body'}, this.side, this.content), HeadView.foot(this), this.sheet);
    this.turn();
    this.warn();
    if (this.store.carried) this.notices.add('carried', CarriedView.build(this, this.store.carried));
  }

  /* Shows the page at the present place. */
  turn() {
    const {stage} = this.pages[this.place];
    if (stage) this.page = new StageView(this, stage);
    else this.page = this.place === 0 ? new StartView(this) : new ResultView(this);
    fill(this.content, this.page.node);
    this.sync();
  }

  /* Brings everything around the questions up to date. */
  sync() {
    this.bar.sync();
    this.bar.syncSaved();
    this.navigation.sync();
    this.card.sync();
  }

  /* Works out everything again after a change that may reach any page. */
  refresh() {
    const before = this.definition;
    this.recount();
    if (this.definition !== before) this.reshape();
    this.page.sync();
    this.sync();
  }

  /* The business models decide which pages there are; whoever reads one that stays, stays on it. */
  reshape() {
    const {stage} = this.pages[this.place];
    const isEnd = this.place === this.pages.length - 1;
    this.pages = this.listPages();
    const found = this.pages.findIndex(page => stage && page.stage && page.stage.id === stage.id);
    this.place = isEnd ? this.pages.length - 1 : Math.max(0, found);
    const navigation = new NavigationView(this);
    this.side.replaceChild(navigation.node, this.navigation.node);
    this.navigation = navigation;
    if (this.place > 0 || stage) this.turn();
  }

  go(place) {
    this.notices.hide('done');
    this.place = place;
    this.turn();
    this.store.field('place', place, true);
    this.content.scrollIntoView({block: 'start'});
    this.page.node.querySelector('.cb-title').focus({preventScroll: true});
  }

  /* Goes to a question, wherever it stands. */
  show(ref) {
    const place = Outline.question(this.definition, ref).page + 1;
    if (place !== this.place) this.go(place);
    this.last = ref;
    this.page.find(ref).focus();
  }

  /* Goes to the first open question after the present one, else to the first of all, else to the result. */
  next() {
    const questions = Outline.questions(this.definition);
    const isOpen = question => !this.isAnswered(question.ref);
    const from = questions.findIndex(question => question.ref === this.last);
    const here = from >= 0 && questions[from].page + 1 === this.place ? from
      : questions.findIndex(question => question.page + 1 === this.place) - 1;
    const open = questions.slice(Math.max(0, here + 1)).find(isOpen) || questions.find(isOpen);
    if (open) this.show(open.ref);
    else this.go(this.pages.length - 1);
  }

  /* Remembers the question that the person is at. */
  visit(ref) {
    this.last = ref;
  }

  answer(ref, change, isTyping) {
    this.store.answer(ref, change, isTyping);
    this.recount();
    if (this.page.syncQuestion) this.page.syncQuestion(ref);
    this.sync();
  }

  field(name, value, isTyping) {
    this.store.field(name, value, isTyping);
    if (name === 'models') this.refresh();
    else this.page.sync();
  }

  syncEvidence(ref) {
    const view = this.page.find && this.page.find(ref);
    if (view) view.syncNotes();
  }

  /* Whether it is said who is rated, and by whom; where it is not, goes to ask for it. */
  hasIds() {
    const required = Transfer.hasReviewer(this.whole) ? ['id', 'reviewer_id'] : ['id'];
    const missing = required.find(name => !Draft.trim(Draft.field(this.store.draft, name)));
    if (!missing) return true;
    this.go(0);
    this.page.demand(missing);
    return false;
  }

  /* Compares the answers with earlier ones, as Transfer.check gives them; null ends the comparison. */
  compareWith(earlier) {
    this.earlier = earlier;
    this.refresh();
  }

  replace(found) {
    this.evidence.stopAll();
    this.store.replace(found.response);
    this.startAgain(this.count('web_imported', {count: Object.keys(found.response.answers).length}));
  }

  clear() {
    this.evidence.stopAll();
    this.earlier = null;
    this.store.clear();
    this.startAgain(this.say('web_cleared'));
  }

  startAgain(message) {
    this.last = null;
    this.refresh();
    this.go(0);
    this.notices.show('done', {text: message});
  }

  speak(language) {
    this.language = language;
    this.store.field('language', language);
    this.render();
    this.mount.querySelector('.cb-form-languages [aria-pressed="true"]').focus();
  }

  onStore(event) {
    if (event === 'merge') this.refresh();
    this.bar.syncSaved();
    this.warn();
  }

  /* Says it as long as answers are not saved, and offers a file. */
  warn() {
    if (this.store.state !== 'failed') return this.notices.hide('storage');
    if (this.notices.has('storage')) return undefined;
    const action = button(this.say('web_download_now'), 'download', 'primary', () => HandingView.save(this));
    return this.notices.show('storage', {text: this.say('web_storage_failed'), isUrgent: true, action});
  }

  dismissCarried() {
    this.notices.hide('carried');
    this.store.field('carried', null);
  }
}

function start() {
  for (const mount of document.querySelectorAll('[data-clausebook-form]')) {
    new App(mount, JSON.parse(mount.querySelector('.cb-data').textContent));
  }
}

window.Clausebook = {
  score: Score.score, compare: Compare.compare, shown: score => Rational.shown(score === null ? null : Rational.of(score)),
};
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
