/*
 * Whether a certificate is what it says: its signature, its key, the lists of its issuer, and its file. The steps and
 * their order are those of `clausebook verify`, and both give the same reasons.
 */
class Verification {
  static verdict(reason) {
    if (reason === 'genuine' || reason === 'listed') return 'valid';
    return reason.endsWith('_lists') ? 'stale' : 'invalid';
  }

  constructor(load, trust) {
    this.trust = trust;
    this.today = Payload.dayOf(trust.now);
    this.published = new Published(load, trust);
    this.facts = null;
    this.serial = null;
  }

  /* What has been found out about {kind, text} or {kind, file}: {kind, verdict, reason, facts, serial, index}. */
  async run(subject) {
    const reason = await this.steps(subject).catch(error => {
      if (error instanceof Finding) return error.reason;
      throw error;
    });
    const {index = null, keysVersion = 0} = this.published;
    Seen.note(this.trust.address, {keys: keysVersion, lists: index ? index.version : 0});
    const {facts, serial} = this;
    return {kind: subject.kind, verdict: Verification.verdict(reason), reason, facts, serial, index};
  }

  async steps({kind, text, file}) {
    if (kind === 'serial') return this.typed(text);
    return kind === 'file' ? this.file(file) : this.link(text);
  }

  async file(file) {
    if (file.size > Payload.LARGEST_FILE) throw new Finding('too_large');
    const bytes = new Uint8Array(await file.arrayBuffer());
    return this.link(Payload.linkIn(bytes), bytes);
  }

  async link(link, bytes) {
    const payload = Payload.of(link);
    await this.published.readKeys();
    const key = await this.published.signer(payload);
    this.facts = payload.facts;
    this.serial = payload.facts.serial;
    this.checkDay(key, payload.facts.issued);
    const entry = await this.entry();
    if ((await Bytes.digest(payload.bytes)).slice(0, 32) !== entry.payload) throw new Finding('other_payload');
    if (bytes && await Bytes.digest(bytes) !== entry.file) throw new Finding('file_changed');
    this.checkState(entry, Math.min(entry.expires, payload.facts.expires));
    return 'genuine';
  }

  async typed(text) {
    this.serial = Serial.parse(text);
    await this.published.readKeys();
    const entry = await this.entry();
    this.checkState(entry, entry.expires);
    return 'listed';
  }

  checkDay({start, end}, issued) {
    const day = Payload.written(issued);
    const isWithin = start.slice(0, 10) <= day && (!end || day <= end.slice(0, 10));
    if (!isWithin || issued > this.today + 1) throw new Finding('key_not_valid_at_issue');
  }

  async entry() {
    await this.published.readIndex();
    const entry = await this.published.entry(this.serial);
    if (!entry) throw new Finding(this.published.isOld ? 'old_lists' : 'not_issued');
    return entry;
  }

  checkState({isRevoked, isSuperseded}, expires) {
    if (isRevoked) throw new Finding('revoked');
    if (isSuperseded) throw new Finding('superseded');
    if (expires < this.today) throw new Finding('expired');
    if (this.published.isOld) throw new Finding('old_lists');
  }
}
