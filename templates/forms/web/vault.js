/*
 * The draft a second time, in IndexedDB. Browsers hand localStorage on to the disk when it suits them: one that is
 * killed, or loses power, forgets up to half a minute of it. A transaction of IndexedDB is on the disk when it is
 * complete.
 */
class Vault {
  /* `ready` is called once, with the draft that is kept or null, where the browser has such a storage at all. */
  constructor(key, ready) {
    this.key = key;
    this.database = null;
    this.open(ready);
  }

  get isOpen() {
    return this.database !== null;
  }

  open(ready) {
    try {
      const request = window.indexedDB.open(Vault.NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(Vault.DRAFTS);
      request.onsuccess = () => this.start(request.result, ready);
      request.onerror = event => event.preventDefault();
    } catch (error) {
      this.database = null;
    }
  }

  start(database, ready) {
    const forget = () => {
      this.database = null;
    };
    database.onclose = forget;
    database.onversionchange = () => {
      database.close();
      forget();
    };
    this.database = database;
    try {
      const found = database.transaction(Vault.DRAFTS).objectStore(Vault.DRAFTS).get(this.key);
      found.onsuccess = () => ready(Draft.parse(found.result || ''));
    } catch (error) {
      forget();
    }
  }

  /* Promises that the draft is on the disk, with what other windows keep there; or that it cannot be for now. */
  write(draft) {
    if (!this.isOpen) return Promise.resolve();
    return new Promise(resolve => {
      setTimeout(resolve, Vault.PATIENCE);
      try {
        const transaction = this.database.transaction(Vault.DRAFTS, 'readwrite', {durability: 'strict'});
        transaction.oncomplete = resolve;
        transaction.onabort = resolve;
        this.merge(transaction.objectStore(Vault.DRAFTS), draft);
      } catch (error) {
        resolve();
      }
    });
  }

  merge(drafts, draft) {
    const found = drafts.get(this.key);
    found.onsuccess = () => {
      const kept = Draft.parse(found.result || '');
      drafts.put(JSON.stringify(kept ? Draft.merge(draft, kept) : draft), this.key);
    };
  }
}
Vault.NAME = 'clausebook';
Vault.DRAFTS = 'drafts';
/* Milliseconds. A storage that does not answer must not leave people waiting for "saved". */
Vault.PATIENCE = 2000;
