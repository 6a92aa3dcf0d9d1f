/*
 * Keeps the progress in the browser, under a key of its own: pages opened from disk all share one storage. Other windows
 * write there too, so that every write begins with what they wrote. `isFailed` tells that the storage is blocked or full.
 */
class Store {
  /* `listener` is called when something came from another window or the saving failed or works again. */
  constructor(standard, listener) {
    this.standard = standard;
    this.key = 'clausebook-practice:' + standard;
    this.listener = listener;
    this.progress = Progress.fresh(standard);
    this.isFailed = false;
    this.load();
    window.addEventListener('storage', event => (event.key === this.key || event.key === null) && this.catchUp());
    window.addEventListener('pageshow', event => event.persisted && this.catchUp());
  }

  load() {
    try {
      window.localStorage.setItem(this.key + ':probe', '1');
      window.localStorage.removeItem(this.key + ':probe');
      this.progress = this.stored() || this.progress;
    } catch (error) {
      this.isFailed = true;
    }
  }

  /* The stored progress or null; a text that is none is put aside under another key rather than overwritten. */
  stored() {
    const text = window.localStorage.getItem(this.key);
    if (text === null) return null;
    const found = Progress.parse(text, this.standard);
    if (!found) window.localStorage.setItem(this.key + ':unreadable', text);
    return found;
  }

  card(id, card) {
    this.progress.cards[id] = card;
    this.save();
  }

  round(value) {
    this.progress.round = {saved: new Date().toISOString(), value};
    this.save();
  }

  take(progress) {
    this.progress = Progress.merge(this.progress, Object.assign({}, progress, {cleared: ''}));
    this.save();
  }

  clear() {
    const cleared = new Date().toISOString();
    this.progress = Object.assign(Progress.fresh(this.standard), {cleared, round: {saved: cleared, value: null}});
    this.save();
  }

  /* Some browsers drop what they have no room for without a word: only what can be read back is saved. */
  save() {
    const before = this.isFailed;
    try {
      const stored = this.stored();
      if (stored) this.progress = Progress.merge(this.progress, stored);
      const text = JSON.stringify(this.progress);
      window.localStorage.setItem(this.key, text);
      this.isFailed = window.localStorage.getItem(this.key) !== text;
    } catch (error) {
      this.isFailed = true;
    }
    if (before !== this.isFailed) this.listener();
  }

  catchUp() {
    try {
      const stored = this.stored() || Progress.fresh(this.standard);
      this.progress = Progress.merge(this.progress, stored);
    } catch (error) {
      return;
    }
    this.listener();
  }
}
