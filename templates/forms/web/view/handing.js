/* Handing the answers in: as a file, as a text for a message, as codes for a phone's camera, on paper. */
const HandingView = (function () {
  const BORDER = 4;
  const MANY = 8;

  function download(name, text) {
    const address = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    const link = h('a', {href: address, download: name, hidden: true});
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  /* A file of what there is, complete or not. Returns its name. */
  function save(app) {
    app.store.flush();
    const name = Transfer.fileName(app.whole, app.store.draft);
    download(name, Transfer.write(app.whole, app.store.draft, app.language));
    return name;
  }

  function openLine(app) {
    const open = app.result.total - app.result.answered;
    return open ? [app.count('web_exported_incomplete', {count: open})] : [];
  }

  /* Promises the parts of the text code, each of at most `longest` characters where that is given. */
  function code(app, longest) {
    app.store.flush();
    return Code.write(app.whole, Transfer.response(app.whole, app.store.draft, app.language), longest);
  }

  /* The text is shown and selected as well: a browser inside a chat program may refuse the clipboard. */
  function copy(box) {
    box.focus();
    box.select();
    return document.execCommand('copy');
  }

  /* A QR code, dark on white whatever the colours of the page: some phones do not read it the other way. */
  function drawing(app, part, label) {
    const code = Qr.encode(part, 'M');
    const size = code.size + 2 * BORDER;
    const look = {class: 'cb-qr', viewBox: [0, 0, size, size].join(' '), 'shape-rendering': 'crispEdges'};
    return draw('svg', Object.assign(look, {role: 'img', 'aria-label': label}),
      draw('rect', {width: size, height: size, fill: '#fff'}), draw('path', {d: Qr.path(code, BORDER), fill: '#000'}));
  }

  /* The codes one after another. */
  class Codes {
    constructor(app, parts) {
      this.app = app;
      this.parts = parts;
      this.place = 0;
      this.picture = h('div', {class: 'cb-qr-place'});
      this.label = h('p', {class: 'cb-qr-label', role: 'status'});
      this.back = button(app.say('web_qr_back'), 'left', '', () => this.turn(-1));
      this.on = button(app.say('web_qr_on'), 'right', 'primary', () => this.turn(1));
      const turns = h('div', {class: 'cb-actions cb-qr-turns', hidden: parts.length === 1}, this.back, this.on);
      const many = parts.length > MANY ? h('p', {class: 'cb-explain', text: app.say('web_qr_many', {count: parts.length})}) : null;
      this.node = h('div', {class: 'cb-codes'}, h('p', {class: 'cb-explain', text: app.count('web_qr_explained', {count: parts.length})}),
        many, this.picture, this.label, turns);
      this.turn(0);
    }

    turn(step) {
      const {app, parts} = this;
      this.place = (this.place + step + parts.length) % parts.length;
      const text = app.say('web_qr_of', {number: this.place + 1, count: parts.length});
      fill(this.picture, drawing(app, parts[this.place], text));
      this.label.textContent = text;
    }
  }

  class View {
    constructor(app) {
      this.app = app;
      this.message = h('div', {class: 'cb-message', role: 'status'});
      this.place = h('div', {class: 'cb-handing'});
      const actions = [
        button(app.say('web_export'), 'download', 'primary', () => this.toFile()),
        button(app.say('web_copy'), 'copy', '', () => this.toText()),
        button(app.say('web_qr'), 'qr', '', () => this.toCodes()),
        button(app.say('web_print'), 'print', '', () => window.print()),
      ];
      this.node = FilesView.card(app, 'web_export_title', 'web_export_explained',
        h('div', {class: 'cb-actions'}, ...actions), this.message, this.place);
    }

    tell(line) {
      FilesView.tell(this.message, [line].concat(openLine(this.app)));
    }

    toFile() {
      if (!this.app.hasIds()) return;
      fill(this.place);
      this.tell(this.app.say('web_exported', {name: save(this.app)}));
    }

    toText() {
      if (!this.app.hasIds()) return;
      code(this.app, null).then(parts => {
        const box = h('textarea', {class: 'cb-box cb-text-copy', rows: 5, readonly: true, 'aria-label': this.app.say('web_copy_label')});
        box.value = parts.join('\n');
        fill(this.place, box);
        this.written = this.app.store.draft.clock;
        this.tell(this.app.say(copy(box) ? 'web_copied' : 'web_copy_by_hand'));
      });
    }

    toCodes() {
      if (!this.app.hasIds()) return;
      code(this.app, Code.LONGEST_ON_SCREEN).then(parts => {
        const codes = new Codes(this.app, parts);
        fill(this.place, codes.node);
        this.written = this.app.store.draft.clock;
        this.tell(this.app.say('web_qr_ready'));
        codes.node.scrollIntoView({block: 'nearest'});
      });
    }

    /* A code of answers that have changed since would hand in the wrong ones. */
    sync() {
      if (!this.place.firstChild || this.written === this.app.store.draft.clock) return;
      fill(this.place);
      fill(this.message);
    }
  }

  return {View, save, code};
}());
