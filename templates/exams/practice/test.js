/*
 * A practice test from a paper: every question in its order, explained as soon as it is answered, with marks at the end.
 * Whoever embeds it takes part through three names on `window`: `clausebookState` is a line that an earlier report gave,
 * `clausebookReport` is called with every report, and may throw where it cannot keep it. Without them the browser keeps
 * the state.
 */
class PracticeTest extends Player {
  constructor(mount, data) {
    super(mount, data, data.definition.languages[0]);
    this.paper = data.definition.paper;
    this.key = 'clausebook-test:' + this.paper.code;
    this.isFailed = false;
    this.began = Date.now();
    this.language = this.preferredLanguage();
    this.reset();
    this.load();
    this.isRunning = this.round.place > 0 || this.round.entries.some(entry => entry.given);
    this.isAtStart = true;
    this.render();
  }

  preferredLanguage() {
    const {languages} = this.definition;
    const fits = wish => languages.find(language => wish.split('-')[0] === language.split('-')[0]);
    return (navigator.languages || []).map(fits).find(Boolean) || languages[0];
  }

  reset() {
    const entries = this.paper.questions.map(({id, order}) => Round.entry(this.questions.get(id), order));
    this.round = {place: 0, entries};
  }

  load() {
    try {
      const state = window.clausebookReport ? window.clausebookState : window.localStorage.getItem(this.key);
      if (state) TestState.read(this, state);
    } catch (error) {
      this.isFailed = true;
    }
  }

  render() {
    super.render();
    document.documentElement.lang = this.language;
    document.title = this.text(this.paper.title);
    this.warn(this.isFailed, this.say('practice_report_failed'), null);
  }

  buildHead() {
    return TestHead.build(this);
  }

  buildPage() {
    return this.isAtStart ? this.buildStart() : super.buildPage();
  }

  buildStart() {
    return new TestStart(this);
  }

  buildSummary() {
    return new TestResult(this);
  }

  turn() {
    super.turn();
    if (this.isAtStart) fill(this.top);
  }

  placeName({number}) {
    return this.count('practice_points', {count: this.decimal(this.pointsOf(number - 1))});
  }

  pointsOf(place) {
    return Rational.of(this.paper.questions[place].points);
  }

  /* Marks as people read them: "7.5". A third has no end and is cut after two digits. */
  decimal(points) {
    const hundredths = String((points.top * BigInt(200) + points.bottom) / (points.bottom * BigInt(2))).padStart(3, '0');
    return (hundredths.slice(0, -2) + '.' + hundredths.slice(-2)).replace(/\.?0+$/, '');
  }

  earned(place) {
    const {share} = this.round.entries[place];
    return share === null ? Rational.of(0) : Rational.multiply(Rational.of(share), this.pointsOf(place));
  }

  get marks() {
    return this.paper.questions.reduce((sum, _, place) => Rational.add(sum, this.earned(place)), Rational.of(0));
  }

  get isComplete() {
    return this.round.entries.every(Round.isChecked);
  }

  get isPassed() {
    return Rational.compare(this.marks, Rational.of(this.paper.passing)) >= 0;
  }

  begin() {
    this.isAtStart = false;
    this.isRunning = true;
    this.go(this.round.place);
  }

  again() {
    this.reset();
    this.begin();
  }

  onward(place) {
    const {entries} = this.round;
    const open = entries.findIndex(entry => !Round.isChecked(entry));
    this.go(place + 1 < entries.length || open < 0 ? place + 1 : open);
  }

  checked() {}

  comesBack() {
    return '';
  }

  speak(language) {
    this.language = language;
    this.keep();
    this.render();
    this.mount.querySelector('.cb-form-languages [aria-pressed="true"]').focus();
  }

  keep() {
    try {
      if (window.clausebookReport) window.clausebookReport(this.report());
      else window.localStorage.setItem(this.key, TestState.write(this));
      this.isFailed = false;
    } catch (error) {
      this.isFailed = true;
    }
    if (this.notices) this.warn(this.isFailed, this.say('practice_report_failed'), null);
  }

  /* What there is to know about the test so far. Marks are exact, as strings. */
  report() {
    const {paper, marks} = this;
    return {
      score: {marks: Rational.print(marks), maximum: paper.total, percent: Rational.shown(Rational.divide(marks, Rational.of(paper.total)))},
      isComplete: this.isComplete,
      isPassed: this.isComplete ? this.isPassed : null,
      seconds: Math.round((Date.now() - this.began) / 1000),
      answers: this.round.entries.map((entry, place) => this.reportOf(entry, place)),
      state: TestState.write(this),
    };
  }

  reportOf(entry, place) {
    const {type} = this.questions.get(entry.id);
    const verdict = Round.isChecked(entry) ? Round.verdict(entry) : null;
    const {number, points} = this.paper.questions[place];
    return {number, id: entry.id, type, given: entry.given, verdict, marks: Rational.print(this.earned(place)), maximum: points};
  }
}

function start() {
  for (const mount of document.querySelectorAll('[data-clausebook-test]')) {
    new PracticeTest(mount, JSON.parse(mount.querySelector('.cb-data').textContent));
  }
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
