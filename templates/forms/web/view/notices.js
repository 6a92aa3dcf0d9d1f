/* What the person has to know before going on: storage that does not work, answers that were carried over. */
class NoticesView {
  constructor(app) {
    this.app = app;
    this.node = h('div', {class: 'cb-notices'});
    this.shown = new Map();
  }

  /* Shows a notice under a name, in the place of the one of that name. `isUrgent` interrupts a screen reader. */
  show(name, {text, isUrgent, action}) {
    const close = isUrgent ? null : button(this.app.say('web_dismiss'), null, 'quiet', () => this.hide(name));
    const look = 'cb-form-notice' + (isUrgent ? ' cb-form-notice-urgent' : '');
    const body = h('div', {class: 'cb-notice-body'}, h('p', {text}));
    this.add(name, h('div', {class: look, role: isUrgent ? 'alert' : 'status'},
      icon(isUrgent ? 'warning' : 'info'), body, action || close));
  }

  /* The same with an element of its own. */
  add(name, node) {
    this.hide(name);
    node.setAttribute('data-notice', name);
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
