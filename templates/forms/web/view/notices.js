/* What the person has to know before going on: storage that does not work, answers that were carried over. */
class NoticesView {
  constructor(app) {
    this.app = app;
    this.node = h('div', {class: 'cb-notices'});
    this.shown = new Map();
  }

  /* Shows a notice under a name, in the place of the one of that name. `isUrgent` interrupts a screen reader. */
  show(name, {text, isUrgent, action}) {
    this.hide(name);
    const close = isUrgent ? null : button(this.app.say('web_dismiss'), null, 'quiet', () => this.hide(name));
    const look = 'cb-notice' + (isUrgent ? ' cb-notice-urgent' : '');
    const body = h('div', {class: 'cb-notice-body'}, ...[].concat(text).map(line => h('p', {text: line})));
    const node = h('div', {class: look, role: isUrgent ? 'alert' : 'status', 'data-notice': name},
      icon(isUrgent ? 'warning' : 'info'), body, action || close);
    this.shown.set(name, node);
    this.node.append(node);
  }

  hide(name) {
    if (!this.shown.has(name)) return;
    this.shown.get(name).remove();
    this.shown.delete(name);
  }

  has(name) {
    return this.shown.has(name);
  }
}
