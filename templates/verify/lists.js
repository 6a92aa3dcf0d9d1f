/* The lists of an issuer. Everything is checked before it is believed: see `clausebook verify`, which does the same. */
class Published {
  /* `trust` is {root, address, now, seen}; `load` gives a file's text by its name, or null. */
  constructor(load, trust) {
    this.load = load;
    this.trust = trust;
    this.time = trust.now.toISOString().slice(0, 19) + 'Z';
    this.tomorrow = new Date(trust.now.getTime() + 86400000).toISOString().slice(0, 19) + 'Z';
  }

  async file(name, digest) {
    const text = await this.load(name, digest);
    if (text === null) throw new Finding('no_lists');
    demand(!digest || await Bytes.digest(Bytes.fromText(text)) === digest);
    return text;
  }

  checkHead(claims, kind) {
    demand(Json.get(claims, 'format') === kind && Json.get(claims, 'issuer') === this.trust.address);
    demand(Token.time(Json.get(claims, 'created')) <= this.tomorrow);
    return {
      version: Token.integer(Json.get(claims, 'version')),
      created: claims.created,
      expires: Token.time(Json.get(claims, 'expires')),
    };
  }

  /* The signing keys, signed by the root key. */
  async readKeys() {
    const token = Token.of(await this.file('keys.jwt'));
    const rootId = await Token.keyId(this.trust.root);
    await Token.check(token, 'clausebook-keys+jwt', id => (id === rootId ? this.trust.root : null));
    const head = this.checkHead(token.claims, 'clausebook-keys/1');
    const entries = Json.get(token.claims, 'keys');
    demand(Array.isArray(entries));
    const keys = new Map();
    for (const entry of entries) keys.set(...await this.readKey(entry));
    demand(keys.size === entries.length);
    this.keys = keys;
    this.keysVersion = head.version;
    this.hasOldKeys = head.expires <= this.time || head.version < this.trust.seen.keys;
  }

  async readKey(entry) {
    demand(Json.isObject(entry));
    const publicKey = Bytes.fromBase64(Json.get(entry, 'public'));
    const id = await Token.keyId(publicKey);
    demand(publicKey.length === 32 && Json.get(entry, 'id') === id);
    const [start, end, compromised] = ['from', 'to', 'compromised'].map(name => Json.get(entry, name));
    const optional = value => (value === undefined || value === null ? null : Token.time(value));
    return [id, {publicKey, start: Token.time(start), end: optional(end), compromised: optional(compromised)}];
  }

  /* What names all other files, signed by a key in use that nobody else has. */
  async readIndex() {
    const token = Token.of(await this.file('lists.jwt'));
    const created = Token.time(Json.get(token.claims, 'created'));
    const isFit = key => (key.end === null || created < key.end) && key.compromised === null;
    await Token.check(token, 'clausebook-lists+jwt', id => {
      const key = this.keys.get(id);
      return key && isFit(key) ? key.publicKey : null;
    });
    const head = this.checkHead(token.claims, 'clausebook-lists/1');
    const [schemes, shards, status] = ['schemes', 'shards', 'status'].map(name => Json.get(token.claims, name));
    demand([schemes, shards, status].every(Json.isObject));
    const digests = Object.values(shards).concat(Published.PURPOSES.map(purpose => Json.get(status, purpose)));
    demand(digests.every(digest => typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)));
    this.index = {...head, schemes, shards, status};
    this.isOld = this.hasOldKeys || head.expires <= this.time || head.version < this.trust.seen.lists;
  }

  /* The key that has signed a certificate. */
  async signer(payload) {
    const key = this.keys.get(payload.key);
    if (!key) throw new Finding(this.hasOldKeys ? 'old_lists' : 'unknown_key');
    if (!await Token.hasSigned(key.publicKey, payload.signature, payload.signed)) throw new Finding('bad_signature');
    return key;
  }

  /*
   * {payload, file, expires, isRevoked, isSuperseded} of what was issued under a serial, or null. Every file that speaks
   * of it is read first; of several that are at fault, the first one counts.
   */
  async entry(serial) {
    const key = (await Bytes.digest(Bytes.fromText(serial))).slice(0, 32);
    const parts = [this.certificates(key.slice(0, 2)), ...Published.PURPOSES.map(purpose => this.bits(purpose))];
    await Promise.allSettled(parts);
    const [certificates, revocation, refresh] = await Promise.all(parts);
    const entry = Json.get(certificates, key);
    if (entry === undefined) return null;
    demand(Array.isArray(entry) && entry.length === 4);
    const [payload, file, index, expires] = entry;
    demand(/^[0-9a-f]{32}$/.test(payload) && /^[0-9a-f]{64}$/.test(file) && typeof payload + typeof file === 'stringstring');
    const isSet = bits => Status.isSet(bits, Token.integer(index));
    return {payload, file, expires: Token.integer(expires), isRevoked: isSet(revocation), isSuperseded: isSet(refresh)};
  }

  async certificates(name) {
    const digest = Json.get(this.index.shards, name);
    if (digest === undefined) return {};
    const shard = Json.parse(Bytes.fromText(await this.file('issued/' + name + '.json', digest)));
    const certificates = Json.get(shard, 'certificates');
    demand(Json.get(shard, 'format') === 'clausebook-issued/1' && Json.isObject(certificates));
    return certificates;
  }

  async bits(purpose) {
    const token = Token.of(await this.file('status/' + purpose + '.jwt', Json.get(this.index.status, purpose)));
    const subject = Json.get(token.claims, 'credentialSubject');
    demand(Json.isObject(subject) && Json.get(subject, 'statusPurpose') === purpose);
    return Status.unpack(Json.get(subject, 'encodedList'));
  }
}

Published.PURPOSES = ['revocation', 'refresh'];
