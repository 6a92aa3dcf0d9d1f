/* The slim bar on top: how far, how well, saved when, and the way to the next open question. */
class BarView {
  constructor(app) {
    this.app = app;
    this.label = h('span', {class: 'cb-bar-count', id: 'cb-progress-label'});
    this.saved = h('span', {class: 'cb-saved'});
    this.progress = h('progress', {class: 'cb-progress', 'aria-labelledby': 'cb-progress-label'});
    this.score = h('span', {class: 'cb-bar-score'});
    this.next = h('button', {type: 'button', class: 'cb-button cb-button-primary', on: {click: () => app.next()}});
    const lines = h('div', {class: 'cb-bar-lines'}, h('div', {class: 'cb-bar-line'}, this.label, this.saved), this.progress);
    const card = h('div', {class: 'cb-bar-card'}, lines, this.score, this.next);
    this.node = h('div', {class: 'cb-form-bar', role: 'region', 'aria-label': app.say('web_progress')}, card);
  }

  sync() {
    const {result} = this.app;
    this.label.textContent = this.app.say('web_answered_of', {count: result.answered, total: result.total});
    this.progress.max = result.total;
    this.progress.value = result.answered;
    fill(this.score, h('span', {class: 'cb-bar-score-label', text: this.app.say('web_so_far') + ' '}),
      h('strong', {text: this.app.percent(result.overall)}));
    const isDone = result.answered === result.total;
    fill(this.next, h('span', {class: 'cb-long', text: this.app.say(isDone ? 'web_see_result' : 'web_next_open')}),
      h('span', {class: 'cb-short', text: this.app.say(isDone ? 'web_result' : 'web_next_short')}), icon('right'));
  }

  syncSaved() {
    const {state, savedAt} = this.app.store;
    const words = {new: 'web_saves_itself', pending: 'web_saving', failed: 'web_not_saved', saved: 'web_saved_at'};
    const text = this.app.say(words[state], {time: savedAt ? BarView.time(savedAt) : ''});
    this.saved.classList.toggle('cb-saved-failed', state === 'failed');
    if (this.saved.textContent !== text) fill(this.saved, state === 'failed' ? icon('warning') : null, h('span', {text}));
  }

  static time(moment) {
    return [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(n => String(n).padStart(2, '0')).join(':');
  }
}
