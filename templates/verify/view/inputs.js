/* The ways to say which certificate is meant: a file, chosen or dropped; a link or a number. */
class InputsView {
  constructor(app, text) {
    this.app = app;
    this.node = h('div', {class: 'cb-inputs'}, this.buildFile(), this.buildText(text));
  }

  buildFile() {
    const {app} = this;
    const input = h('input', {type: 'file', class: 'cb-file', accept: '.pdf,application/pdf', hidden: true, 'aria-label': app.say('file_choose')});
    input.addEventListener('change', () => {
      if (input.files.length) app.checkFiles(Array.from(input.files));
      input.value = '';
    });
    const choose = button(app.say('file_choose'), 'upload', 'primary', () => input.click());
    return h('section', {class: 'cb-card'}, h('h3', {text: app.say('file_title')}), h('p', {class: 'cb-quiet', text: app.say('file_hint')}),
      choose, input);
  }

  buildText(text) {
    const {app} = this;
    this.box = h('input', {
      type: 'text', class: 'cb-box', id: 'cb-text', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', 'aria-describedby': 'cb-text-hint cb-text-error',
    });
    this.box.value = text;
    this.error = h('p', {class: 'cb-error', id: 'cb-text-error', role: 'alert'});
    const check = h('button', {type: 'submit', class: 'cb-button cb-button-primary', text: app.say('text_check')});
    const submit = event => {
      event.preventDefault();
      this.take();
    };
    return h('section', {class: 'cb-card'}, h('h3', {}, h('label', {for: 'cb-text', text: app.say('text_title')})),
      h('p', {class: 'cb-quiet', id: 'cb-text-hint', text: app.say('text_hint')}),
      h('form', {class: 'cb-entry', on: {submit}}, this.box, check), this.error);
  }

  take() {
    const text = this.box.value.trim();
    this.error.textContent = text ? '' : this.app.say('text_empty');
    if (text) this.app.check({kind: Payload.isLink(text) ? 'link' : 'serial', text}, true);
    else this.box.focus();
  }
}
