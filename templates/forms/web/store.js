/*
 * Keeps the draft in the browser, at once, under a key of its own: pages opened from disk all share one storage. Other
 * windows with the same form write there too; their entries are taken in, and a write never drops them.
 *
 * `state` is 'new' (nothing entered yet), 'pending' (not yet written), 'saved' (written and read back, and on the disk
 * wherever the browser has a vault) or 'failed'.
 */
class Store {
  /* `listener` is called with 'state' when the saving state changed and with 'merge' when entries came from elsewhere. */
  constructor(definition, listener) {
    this.key = ['clausebook', definition.standard.id, definition.form].join(':');
    this.listener = () => {};
    this.draft = Draft.fresh(definition);
    this.state = 'new';
    this.timer = null;
    this.latest = null;
    this.round = 0;
    this.load(definition);
    this.listener = listener;
    this.vault = new Vault(this.key, draft => this.onVault(draft));
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
      Draft.setField(this.draft, 'carried', Draft.changes(definition, stored));
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

  /* What the form's newer version changed, as Draft.changes tells it, until the person has taken note; else null. */
  get carried() {
    const {carried} = this.draft.fields;
    return carried && carried.value && Array.isArray(carried.value.gone) ? carried.value : null;
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
    Draft.setPerson(this.draft, '', response.person);
    Draft.setPerson(this.draft, 'reviewer_', response.reviewer);
    Draft.setField(this.draft, 'models', response.models.join(' '));
    for (const [ref, reply] of Object.entries(response.answers)) Draft.setAnswer(this.draft, ref, reply);
    this.draft.started = response.started || this.draft.started;
    this.save();
  }

  /* A choice is saved at once, typing after a short rest, and while it goes on without one every two seconds. */
  schedule(isTyping) {
    clearTimeout(this.timer);
    if (!isTyping) {
      this.save();
      return;
    }
    const now = Date.now();
    this.latest = this.latest === null ? now + 2000 : this.latest;
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(400, this.latest - now)));
    if (this.state !== 'failed') this.state = 'pending';
    this.listener('state');
  }

  flush() {
    if (this.timer !== null) this.save();
  }

  save() {
    clearTimeout(this.timer);
    this.timer = null;
    this.latest = null;
    const before = this.draft.saved;
    let hadNews = false;
    try {
      const stored = this.stored();
      hadNews = stored !== null && Draft.isAhead(stored, this.draft);
      if (stored) this.draft = Draft.merge(this.draft, stored);
      this.draft.saved = new Date().toISOString();
      this.write(JSON.stringify(this.draft));
      this.state = 'saved';
    } catch (error) {
      this.draft.saved = before;
      this.state = 'failed';
    }
    this.secure();
    if (hadNews) this.listener('merge');
    this.listener('state');
  }

  /* Some browsers drop what they have no room for without a word: only what can be read back is saved. */
  write(text) {
    window.localStorage.setItem(this.key, text);
    if (window.localStorage.getItem(this.key) !== text) throw new Error('the storage did not keep the draft');
  }

  /* Saved is only what the vault has too; it answers within moments. */
  secure() {
    if (!this.vault || !this.vault.isOpen) return;
    this.round += 1;
    const {round} = this;
    if (this.state === 'saved') this.state = 'pending';
    this.vault.write(this.draft).then(() => {
      if (this.state !== 'pending' || this.timer !== null || this.round !== round) return;
      this.state = 'saved';
      this.listener('state');
    });
  }

  /* Brings back what the browser forgot when it was killed, and hands the vault what it lacks. */
  onVault(draft) {
    const kept = draft || Draft.empty(this.draft.hash);
    const isAhead = Draft.isAhead(this.draft, kept);
    if (Draft.isAhead(kept, this.draft)) {
      this.draft = Draft.merge(this.draft, kept);
      this.listener('merge');
      this.save();
    } else if (isAhead && this.state === 'saved') this.vault.write(this.draft);
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
