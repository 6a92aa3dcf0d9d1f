/* The page: what is to be checked, how far that is, and what came out. */
class App {
  constructor(mount, {issuer, languages, names, words}) {
    this.mount = mount;
    this.issuer = {...issuer, root: Bytes.fromBase64(issuer.root)};
    this.languages = languages;
    this.names = names;
    this.tables = words;
    this.language = this.preferred();
    this.state = {is: 'idle'};
    this.turn = 0;
    this.live = h('p', {class: 'cb-hidden', role: 'status'});
    this.render();
    window.addEventListener('hashchange', () => this.checkAddress());
    this.takeDrops();
    this.checkAddress();
  }

  preferred() {
    const fits = wish => this.languages.find(language => wish.split('-')[0] === language.split('-')[0]);
    return (navigator.languages || []).map(fits).find(Boolean) || this.languages[0];
  }

  say(key, values) {
    return this.words.say(key, {issuer: this.issuerName, address: this.issuer.address + 'verify/', ...values});
  }

  /* The word for a kind of subject where there is one of its own. */
  sayFor(key, kind) {
    return this.say(this.words.has(key + '_' + kind) ? key + '_' + kind : key);
  }

  verdict({verdict, kind}) {
    return this.sayFor('verdict_' + verdict, kind);
  }

  get issuerName() {
    return Shown.localized(this.issuer.name, this.language, this.issuer.address);
  }

  checkAddress() {
    const text = window.location.hash.slice(1);
    if (text) this.check({kind: 'link', text: '#' + text}, false);
    else Token.isPossible().then(isPossible => isPossible || this.show({is: 'unable'}));
  }

  checkFiles(files) {
    const subject = {kind: 'file', file: files[0], isOneOfSeveral: files.length > 1};
    this.check(subject, true);
  }

  /* `isAsked` says that a person has just asked for it, who is then taken to the result. */
  async check(subject, isAsked) {
    this.turn += 1;
    const {turn} = this;
    this.show({is: 'checking'});
    const state = await this.examine(subject);
    if (turn !== this.turn) return;
    this.show(state);
    if (isAsked) this.result.focus();
  }

  async examine(subject) {
    const {address, root} = this.issuer;
    try {
      if (!await Token.isPossible()) return {is: 'unable'};
      const now = new Date();
      const verification = new Verification(Source.load, {address, root, now, seen: Seen.read(address)});
      return {is: 'done', subject, time: now, report: await verification.run(subject)};
    } catch (error) {
      return {is: error.name === 'NotReadableError' ? 'unreadable' : 'failed'};
    }
  }

  show(state) {
    this.state = state;
    const word = state.is === 'done' ? this.verdict(state.report) : '';
    document.title = (word ? word + ' · ' : '') + this.say('title') + ' · ' + this.issuerName;
    fill(this.result, ...this.buildResult(state));
    this.result.hidden = state.is === 'idle';
    this.lead.textContent = this.say(state.is === 'idle' ? 'lead' : 'again');
    this.result.setAttribute('aria-busy', String(state.is === 'checking'));
    if (state.is === 'unable') fill(this.ways);
    this.live.textContent = this.told(state);
  }

  told({is, report}) {
    if (is === 'checking') return this.say('checking');
    return is === 'done' ? this.verdict(report) + ': ' + this.sayFor('reason_' + report.reason, report.kind) : '';
  }

  buildResult({is, subject, report, time}) {
    const title = h('h2', {class: 'cb-hidden', text: this.say('result_title')});
    if (is === 'checking') return [title, h('p', {class: 'cb-card cb-quiet', text: this.say('checking')})];
    if (is === 'unable') return [title, this.buildUnable()];
    if (is !== 'done') return is === 'idle' ? [] : [title, this.notice(this.say(is))];
    const several = subject.isOneOfSeveral && this.notice(this.say('file_several', {name: Shown.visible(subject.file.name)}));
    return [title, several, h('div', {class: 'cb-outcome'}, FactsView.build(this, report), VerdictView.build(this, {subject, report, time})),
      h('p', {class: 'cb-after'}, button(this.say('print'), 'print', '', () => window.print()))];
  }

  notice(...texts) {
    return h('div', {class: 'cb-card cb-notice'}, icon('warning'), h('div', {}, ...texts.map(text => h('p', {text}))));
  }

  buildUnable() {
    const why = window.isSecureContext === false ? 'unable_insecure' : 'unable_old';
    return this.notice(...['unable_title', why, 'unable_verdict'].map(key => this.say(key)));
  }

  render() {
    const text = this.inputs ? this.inputs.box.value : '';
    this.words = new Words(this.tables[this.language], this.language);
    document.documentElement.lang = this.language;
    this.result = h('section', {class: 'cb-result', tabindex: '-1', 'aria-label': this.say('result_title')});
    this.inputs = new InputsView(this, text);
    this.lead = h('h2', {class: 'cb-lead'});
    this.ways = h('div', {}, this.lead, this.inputs.node);
    fill(this.mount, this.buildHead(), h('main', {}, h('h1', {text: this.say('title')}), this.live, this.result, this.ways, this.buildAbout()));
    this.show(this.state);
  }

  buildHead() {
    const choices = this.languages.map(language => h('button', {
      type: 'button', class: 'cb-language', lang: language, 'aria-pressed': String(language === this.language),
      text: this.names[language], on: {click: () => this.speak(language)},
    }));
    const switcher = h('div', {class: 'cb-languages', role: 'group', 'aria-label': this.say('language')}, ...choices);
    return h('header', {class: 'cb-head'}, h('p', {text: this.issuerName}), choices.length > 1 ? switcher : null);
  }

  buildAbout() {
    const checked = ['signature', 'issued', 'state', 'file'].map(what => h('li', {text: this.say('how_' + what)}));
    return h('section', {class: 'cb-about'}, h('h2', {text: this.say('how_title')}), h('ul', {}, ...checked),
      h('p', {text: this.say('issuer')}), h('p', {text: this.say('private')}));
  }

  speak(language) {
    this.language = language;
    this.render();
    this.mount.querySelector('.cb-language[aria-pressed="true"]').focus();
  }

  /* A file may be dropped anywhere; the browser would open it otherwise. */
  takeDrops() {
    const hover = isOver => this.mount.classList.toggle('cb-over', isOver);
    document.addEventListener('dragover', event => {
      event.preventDefault();
      this.mount.dataset.drop = this.say('file_drop');
      hover(true);
    });
    document.addEventListener('dragleave', event => event.relatedTarget || hover(false));
    document.addEventListener('drop', event => {
      event.preventDefault();
      hover(false);
      const files = Array.from(event.dataTransfer.files);
      if (files.length) this.checkFiles(files);
    });
  }
}

const mount = document.querySelector('.cb-app');
const data = JSON.parse(mount.querySelector('.cb-data').textContent);
new App(mount, data);
