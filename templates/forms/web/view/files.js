/* Handing the answers on, taking them in, and wiping them. */
const FilesView = (function () {
  const LARGEST = 5 * 1024 * 1024;
  const MOST = 8;

  function card(app, title, explanation, ...children) {
    return h('section', {class: 'cb-card'}, h('h3', {class: 'cb-subtitle', text: app.say(title)}),
      h('p', {class: 'cb-explain', text: app.say(explanation)}), ...children);
  }

  function download(name, text) {
    const address = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    const link = h('a', {href: address, download: name, hidden: true});
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  function written(app) {
    app.store.flush();
    return Transfer.write(app.definition, app.store.draft, app.language);
  }

  /* A file of what there is, complete or not. Returns its name. */
  function save(app) {
    const name = Transfer.fileName(app.definition, app.store.draft);
    download(name, written(app));
    return name;
  }

  function tell(place, lines, isError) {
    place.className = 'cb-message' + (isError ? ' cb-message-error' : '');
    fill(place, ...lines.map(text => h('p', {text})));
  }

  function openLine(app) {
    const open = app.result.total - app.result.answered;
    return open ? [app.count('web_exported_incomplete', {count: open})] : [];
  }

  function exporting(app) {
    const message = h('div', {class: 'cb-message', role: 'status'});
    const text = h('textarea', {class: 'cb-box cb-text-copy', rows: 4, readonly: true, hidden: true, 'aria-label': app.say('web_copy_label')});
    const toFile = () => app.hasId() && tell(message, [app.say('web_exported', {name: save(app)})].concat(openLine(app)));
    const toText = () => app.hasId() && copy(app, text, message);
    return card(app, 'web_export_title', 'web_export_explained',
      h('div', {class: 'cb-actions'}, button(app.say('web_export'), 'download', 'primary', toFile),
        button(app.say('web_copy'), 'copy', '', toText), button(app.say('web_print'), 'print', '', () => window.print())),
      text, message);
  }

  /* The text is shown and selected as well: a browser inside a chat program may refuse both files and the clipboard. */
  function copy(app, box, message) {
    box.hidden = false;
    box.value = written(app);
    box.focus();
    box.select();
    const isCopied = document.execCommand('copy');
    tell(message, [app.say(isCopied ? 'web_copied' : 'web_copy_by_hand')].concat(openLine(app)));
  }

  function importing(app) {
    const message = h('div', {class: 'cb-message', role: 'alert'});
    const take = text => takeIn(app, text, message);
    const input = h('input', {type: 'file', class: 'cb-file', accept: '.json,application/json', hidden: true, 'aria-label': app.say('web_import')});
    input.addEventListener('change', () => {
      if (input.files.length) readFile(app, input.files[0], message).then(text => text !== null && take(text));
      input.value = '';
    });
    const box = h('textarea', {class: 'cb-box', rows: 4, 'aria-label': app.say('web_paste_label')});
    const paste = h('div', {class: 'cb-extra', hidden: true}, box,
      h('div', {class: 'cb-actions'}, button(app.say('web_paste_take'), null, '', () => take(box.value))));
    const toggle = button(app.say('web_paste'), 'copy', '', () => {
      paste.hidden = !paste.hidden;
      toggle.setAttribute('aria-expanded', String(!paste.hidden));
      if (!paste.hidden) box.focus();
    });
    toggle.setAttribute('aria-expanded', 'false');
    const choose = button(app.say('web_import'), 'upload', '', () => input.click());
    return card(app, 'web_import_title', 'web_import_explained',
      h('div', {class: 'cb-actions'}, choose, toggle), input, paste, message);
  }

  function readFile(app, file, message) {
    if (file.size > LARGEST) {
      tell(message, [app.say('web_import_large')], true);
      return Promise.resolve(null);
    }
    return new Promise(resolve => {
      const reader = new FileReader();
      reader.addEventListener('load', () => resolve(String(reader.result)));
      reader.addEventListener('error', () => {
        tell(message, [app.say('web_import_unreadable')], true);
        resolve(null);
      });
      reader.readAsText(file);
    });
  }

  function problemLines(app, problems) {
    const lines = problems.slice(0, MOST).map(({key, values}) => app.say(key, values));
    const more = problems.length - MOST;
    return [app.say('web_import_refused')].concat(lines, more > 0 ? [app.say('web_more', {count: more})] : []);
  }

  function question(app, found) {
    const {otherVersion, kept, dropped} = found;
    const paragraphs = [];
    if (otherVersion) paragraphs.push(app.say('web_import_hash'), app.say('web_import_fits', {kept, dropped}));
    if (!Draft.isEmpty(app.store.draft)) paragraphs.push(app.count('web_import_replaces', {count: app.result.answered}));
    return {title: app.say('web_import_ask'), paragraphs, confirm: app.say('web_import_confirm')};
  }

  function takeIn(app, text, message) {
    const found = Transfer.read(app.definition, text);
    if (found.problems.length) {
      tell(message, problemLines(app, found.problems), true);
      return;
    }
    tell(message, []);
    const what = question(app, found);
    const consent = what.paragraphs.length ? ask(app, what) : Promise.resolve(true);
    consent.then(isWanted => isWanted && app.replace(found));
  }

  function clearing(app) {
    const clear = () => ask(app, {
      title: app.say('web_clear_ask'), confirm: app.say('web_clear_confirm'), isDanger: true,
      paragraphs: [app.count('web_clear_warning', {count: app.result.answered})],
    }).then(isWanted => isWanted && app.clear());
    return card(app, 'web_clear_title', 'web_clear_explained',
      h('div', {class: 'cb-actions'}, button(app.say('web_clear'), 'trash', 'danger-quiet', clear)));
  }

  return {exporting, importing, clearing, save};
}());
