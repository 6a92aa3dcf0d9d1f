/* One form in one place of the page: its state, its pages, and who is told of what. */
class App {
  constructor(mount, {definition, words, language}) {
    this.mount = mount;
    this.definition = definition;
    this.tables = words;
    this.isAlone = language === null;
    this.store = new Store(definition, event => this.onStore(event));
    this.language = language || this.preferredLanguage();
    this.place = this.storedPlace();
    this.last = null;
    this.recount();
    this.render();
    this.warn();
    this.tellCarried();
    this.watchWindow();
  }

  preferredLanguage() {
    const {languages} = this.definition;
    const wanted = [Draft.field(this.store.draft, 'language')].concat(navigator.languages || []);
    const fits = wish => languages.find(language => wish === language || wish.split('-')[0] === language.split('-')[0]);
    return wanted.filter(Boolean).map(fits).find(Boolean) || languages[0];
  }

  storedPlace() {
    const page = Number(Draft.field(this.store.draft, 'place')) || 0;
    return Math.min(Math.max(0, page), this.definition.stages.length + 1);
  }

  say(key, values) {
    return this.words.say(key, values);
  }

  count(key, values) {
    return this.words.count(key, values);
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
    this.answers = Draft.answers(this.definition, this.store.draft);
    this.result = Score.score(this.definition, this.answers);
  }

  isAnswered(ref) {
    return Score.isAnswered(this.answers[ref]);
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
      document.title = this.text(this.definition.title) + ' · ' + this.text(this.definition.standard.title);
    }
    this.notices = new NoticesView(this);
    this.bar = new BarView(this);
    this.navigation = new NavigationView(this);
    this.card = new ScoreCard(this);
    this.content = h('div', {class: 'cb-content'});
    this.sheet = h('div', {class: 'cb-sheet'});
    const side = h('div', {class: 'cb-side'}, this.navigation.node, this.card.node);
    fill(this.mount, this.isAlone ? HeadView.build(this) : null, this.bar.node, this.notices.node,
      h('div', {class: 'cb-body'}, side, this.content), HeadView.foot(this), this.sheet);
    this.turn();
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

  go(place) {
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
    this.page.sync();
  }

  /* Whether the staff number is there; where it is not, goes to ask for it. */
  hasId() {
    if (Draft.trim(Draft.field(this.store.draft, 'id'))) return true;
    this.go(0);
    this.page.demandId();
    return false;
  }

  replace(found) {
    this.store.replace(found.response);
    this.startAgain(this.count('web_imported', {count: Object.keys(found.response.answers).length}));
  }

  clear() {
    this.store.clear();
    this.startAgain(this.say('web_cleared'));
  }

  startAgain(message) {
    this.last = null;
    this.recount();
    this.go(0);
    this.notices.show('done', {text: message});
  }

  speak(language) {
    this.language = language;
    this.store.field('language', language);
    this.render();
    this.warn();
    this.mount.querySelector('.cb-languages [aria-pressed="true"]').focus();
  }

  handbookLink(clause) {
    if (!clause.link) return null;
    const label = this.say('web_handbook_label', {number: clause.number});
    return h('a', {class: 'cb-link', href: clause.link, 'aria-label': label}, icon('book'), h('span', {text: this.say('web_handbook')}));
  }

  onStore(event) {
    if (event === 'merge') {
      this.recount();
      this.page.sync();
      this.sync();
    }
    this.bar.syncSaved();
    this.warn();
  }

  /* Says it as long as answers are not saved, and offers a file. */
  warn() {
    if (this.store.state !== 'failed') return this.notices.hide('storage');
    if (this.notices.has('storage')) return undefined;
    const action = button(this.say('web_download_now'), 'download', 'primary', () => FilesView.save(this));
    return this.notices.show('storage', {text: this.say('web_storage_failed'), isUrgent: true, action});
  }

  tellCarried() {
    const {carried} = this.store;
    if (carried) this.notices.show('carried', {text: this.say('web_carried', carried)});
  }

  watchWindow() {
    window.addEventListener('beforeprint', () => fill(this.sheet, ...SheetView.build(this)));
    window.addEventListener('beforeunload', event => {
      if (this.store.state !== 'failed' || Draft.isEmpty(this.store.draft)) return;
      event.preventDefault();
      event.returnValue = '';
    });
    const isPlainKey = event => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    this.mount.addEventListener('keydown', event => isPlainKey(event) && event.stopPropagation());
    const measure = () => this.measure();
    if (window.ResizeObserver) new ResizeObserver(measure).observe(this.mount);
    else window.addEventListener('resize', measure);
    measure();
  }

  /* The room that the form has depends on the page around it, not on the window. */
  measure() {
    const em = parseFloat(getComputedStyle(this.mount).fontSize);
    const room = this.mount.clientWidth / em;
    this.mount.classList.toggle('cb-wide', room >= 58);
    this.mount.classList.toggle('cb-middle', room >= 40);
  }
}

function start() {
  for (const mount of document.querySelectorAll('[data-clausebook-form]')) {
    new App(mount, JSON.parse(mount.querySelector('.cb-data').textContent));
  }
}

window.Clausebook = {score: Score.score, shown: score => Rational.shown(score === null ? null : Rational.of(score))};
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
