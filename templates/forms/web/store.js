/*
 * Keeps the draft in the browser, at once, under a key of its own: pages opened from disk all share one storage. Other
 * windows with the same form write there too; their entries are taken in, and a write never drops them.
 */
class Store {
  /* `listener` is called with 'state' when the saving state changed and with 'merge' when entries came from elsewhere. */
  constructor(definition, listener) {
    this.key = ['clausebook', definition.standard.id, definition.form].join(':');
    this.listener = () => {};
    this.draft = Draft.empty(definition.hash);
    this.state = 'new';
    this.carried = null;
    this.timer = null;
    this.load(definition);
    this.listener = listener;
    window.addEventListener('storage', event => this.onStorage(event));
    window.addEventListener('pageshow', event => event.persisted && this.catchUp());
    window.addEventListener('focus', () => this.catchUp());
    window.addEventListener('pagehide', () => this.flush());
    document.addEventListener('visibilitychange', () => this.flush());
  }

  load(definition) {
    try {
      this.probe();
      const stored = this.stored();
      if (!stored) return;
      this.draft = Draft.merge(this.draft, stored);
      this.state = 'saved';
      if (stored.hash === definition.hash) return;
      this.carried = Draft.fit(definition, stored.answers);
      this.save();
    } catch (error) {
      this.state = 'failed';
    }
  }

  probe() {
    window.localStorage.setItem(this.key + ':probe', '1');
    window.localStorage.removeItem(this.key + ':probe');
  }

  /* The stored draft or null; a text that is no draft is put aside under another key rather than overwritten. */
  stored() {
    const text = window.localStorage.getItem(this.key);
    if (text === null) return null;
    const draft = Draft.parse(text);
    if (!draft) window.localStorage.setItem(this.key + ':unreadable', text);
    return draft;
  }

  answer(ref, change, isTyping) {
    Draft.setAnswer(this.draft, ref, change);
    this.schedule(isTyping);
  }

  field(name, value, isTyping) {
    Draft.setField(this.draft, name, value);
    this.schedule(isTyping);
  }

  clear() {
    this.draft = Draft.clear(this.draft);
    this.save();
  }

  /* Puts the answers of a response in the place of everything there is. */
  replace(response) {
    this.draft = Draft.clear(this.draft);
    for (const name of ['id', 'name', 'department']) Draft.setField(this.draft, name, response.person[name] || '');
    for (const [ref, reply] of Object.entries(response.answers)) Draft.setAnswer(this.draft, ref, reply);
    this.draft.started = response.started || this.draft.started;
    this.save();
  }

  /* A choice is saved at once, typing after a short rest. */
  schedule(isTyping) {
    clearTimeout(this.timer);
    this.timer = null;
    if (isTyping) this.timer = setTimeout(() => this.save(), 400);
    else this.save();
  }

  flush() {
    if (this.timer !== null) this.save();
  }

  save() {
    clearTimeout(this.timer);
    this.timer = null;
    try {
      const stored = this.stored();
      const hadNews = stored !== null && Draft.isAhead(stored, this.draft);
      if (stored) this.draft = Draft.merge(this.draft, stored);
      this.draft.saved = new Date().toISOString();
      window.localStorage.setItem(this.key, JSON.stringify(this.draft));
      this.state = 'saved';
      if (hadNews) this.listener('merge');
    } catch (error) {
      this.state = 'failed';
    }
    this.listener('state');
  }

  onStorage(event) {
    if (event.key === this.key || event.key === null) this.catchUp();
  }

  /* Takes in what other windows wrote, and writes again what they do not know yet. */
  catchUp() {
    let stored = null;
    try {
      stored = this.stored();
    } catch (error) {
      return;
    }
    const theirs = stored || Draft.empty(this.draft.hash);
    const hadNews = Draft.isAhead(theirs, this.draft);
    this.draft = Draft.merge(this.draft, theirs);
    if (hadNews) this.listener('merge');
    if (Draft.isAhead(this.draft, theirs)) this.save();
  }

  /* When the draft was last saved, as a Date; null before the first time. */
  get savedAt() {
    return this.draft.saved ? new Date(this.draft.saved) : null;
  }
}
