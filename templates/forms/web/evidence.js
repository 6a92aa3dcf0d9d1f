/*
 * Fingerprints of the files that people name as evidence. They are computed here, piece by piece and one file after the
 * other; the files themselves go nowhere. A job goes on whatever page of the form is shown.
 */
class Evidence {
  /* `app` is asked for the answers, told of finished files by `answer`, and of every piece by `syncEvidence`. */
  constructor(app) {
    this.app = app;
    this.jobs = [];
    this.isBusy = false;
  }

  /* Takes the files chosen for a question into the queue. */
  add(ref, files) {
    this.jobs = this.jobs.filter(job => job.ref !== ref || !job.isFailed);
    for (const file of files) this.jobs.push({ref, file, name: Evidence.nameOf(file), done: 0, isFailed: false});
    this.app.syncEvidence(ref);
    this.work();
  }

  /* Names in responses have at most 200 characters. */
  static nameOf(file) {
    return Draft.trim(Array.from(Draft.trim(file.name)).slice(0, 200).join(''));
  }

  jobsOf(ref) {
    return this.jobs.filter(job => job.ref === ref);
  }

  filesOf(ref) {
    const entry = this.app.store.draft.answers[ref];
    return (entry && entry.evidence) || [];
  }

  remove(ref, file) {
    const isOther = other => other.sha256 !== file.sha256 || other.name !== file.name;
    this.app.answer(ref, {evidence: this.filesOf(ref).filter(isOther)});
  }

  stop(job) {
    this.jobs = this.jobs.filter(other => other !== job);
    this.app.syncEvidence(job.ref);
  }

  stopAll() {
    this.jobs = [];
  }

  work() {
    const job = this.jobs.find(candidate => !candidate.isFailed);
    if (this.isBusy || !job) return;
    this.isBusy = true;
    const goOn = () => {
      this.isBusy = false;
      this.work();
    };
    this.fingerprint(job).then(sha256 => this.finish(job, sha256), () => this.fail(job)).then(goOn, goOn);
  }

  /* Promises the SHA-256 of the job's file in hex digits, or null where the job was stopped. */
  async fingerprint(job) {
    const hash = Sha256.start();
    while (job.done < job.file.size) {
      const piece = await Evidence.read(job.file.slice(job.done, job.done + Evidence.PIECE));
      if (!this.jobs.includes(job)) return null;
      if (!piece.length) throw new Error('the file has become shorter');
      hash.update(piece);
      job.done += piece.length;
      this.app.syncEvidence(job.ref);
    }
    return hash.hex();
  }

  finish(job, sha256) {
    if (sha256 === null || !this.jobs.includes(job)) return;
    this.jobs = this.jobs.filter(other => other !== job);
    const {ref, name} = job;
    const known = this.filesOf(ref);
    const isKnown = known.some(file => file.sha256 === sha256 && file.name === name);
    this.app.answer(ref, {evidence: isKnown ? known : known.concat({name, sha256})});
  }

  fail(job) {
    job.isFailed = true;
    this.app.syncEvidence(job.ref);
  }

  static read(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.addEventListener('load', () => resolve(new Uint8Array(reader.result)));
      reader.addEventListener('error', () => reject(reader.error));
      reader.readAsArrayBuffer(blob);
    });
  }
}
Evidence.PIECE = 1024 * 1024;
