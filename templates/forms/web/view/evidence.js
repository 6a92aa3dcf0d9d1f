/* The files named as evidence for one provision: their names, their fingerprints, and those still being worked out. */
class EvidenceView {
  constructor(app, question) {
    this.app = app;
    this.ref = question.ref;
    this.jobs = new Map();
    const name = question.clause.number + ' ' + question.ref.split('.').pop();
    this.list = h('ul', {class: 'cb-files'});
    this.input = h('input', {type: 'file', multiple: true, hidden: true, 'aria-label': app.say('web_evidence_add_to', {name})});
    this.input.addEventListener('change', () => this.take());
    this.add = button(app.say('web_evidence_add'), 'file', '', () => this.input.click());
    this.add.setAttribute('aria-describedby', 'cb-no-upload-' + this.ref);
    this.said = h('p', {class: 'cb-form-hidden', role: 'status'});
    this.node = h('div', {class: 'cb-evidence'},
      h('p', {class: 'cb-form-label', text: app.say('web_evidence')}), this.list, this.input, this.add,
      h('p', {class: 'cb-no-upload', id: 'cb-no-upload-' + this.ref}, icon('lock'), h('span', {text: app.say('web_no_upload')})),
      this.said);
    this.sync();
  }

  get isAny() {
    const {evidence} = this.app;
    return evidence.filesOf(this.ref).length + evidence.jobsOf(this.ref).length > 0;
  }

  take() {
    const files = Array.from(this.input.files);
    this.input.value = '';
    if (files.length) this.app.evidence.add(this.ref, files);
  }

  /* Makes the rows anew only where there are other ones, so that the keyboard keeps its place. */
  sync() {
    const {evidence} = this.app;
    const [files, jobs] = [evidence.filesOf(this.ref), evidence.jobsOf(this.ref)];
    const shown = JSON.stringify([files, jobs.map(job => [job.name, job.isFailed])]);
    if (shown !== this.shown) {
      if (this.shown && files.length > this.count) this.said.textContent = this.app.say('web_evidence_done', files[files.length - 1]);
      this.shown = shown;
      this.count = files.length;
      this.jobs.clear();
      fill(this.list, ...files.map(file => this.buildFile(file)), ...jobs.map(job => this.buildJob(job)));
    }
    for (const [job, progress] of this.jobs) this.syncJob(job, progress);
  }

  buildFile(file) {
    const print = h('span', {class: 'cb-print', title: file.sha256},
      'SHA-256 ', h('code', {text: file.sha256.slice(0, 12) + '…'}));
    return h('li', {class: 'cb-file-row'}, icon('file'),
      h('span', {class: 'cb-file-text'}, h('span', {class: 'cb-file-name', text: file.name}), print),
      this.buildRemove(file.name, () => this.remove(file)));
  }

  buildRemove(name, act) {
    const remove = button(this.app.say('web_remove'), 'trash', 'quiet', act);
    remove.setAttribute('aria-label', this.app.say('web_remove_name', {name}));
    return remove;
  }

  remove(file) {
    this.app.evidence.remove(this.ref, file);
    this.add.focus();
  }

  buildJob(job) {
    const stop = this.buildRemove(job.name, () => {
      this.app.evidence.stop(job);
      this.add.focus();
    });
    const name = h('span', {class: 'cb-file-name', text: job.name});
    if (job.isFailed) {
      const problem = h('span', {class: 'cb-error', role: 'alert', text: this.app.say('web_evidence_unreadable')});
      return h('li', {class: 'cb-file-row'}, icon('warning'), h('span', {class: 'cb-file-text'}, name, problem), stop);
    }
    const bar = h('progress', {class: 'cb-progress', max: 100, 'aria-label': this.app.say('web_evidence_progress', {name: job.name})});
    const text = h('span', {class: 'cb-print'});
    this.jobs.set(job, {bar, text});
    return h('li', {class: 'cb-file-row'}, icon('file'), h('span', {class: 'cb-file-text'}, name, bar, text), stop);
  }

  syncJob(job, {bar, text}) {
    const share = job.file.size ? Math.floor(100 * job.done / job.file.size) : 100;
    bar.value = share;
    text.textContent = this.app.say('web_evidence_working', {number: share});
  }
}
