/* Taking answers in, from a file or pasted, and wiping them. */
const FilesView = (function () {
  const LARGEST = 5 * 1024 * 1024;
  const MOST = 8;

  function card(app, title, explanation, ...children) {
    return h('section', {class: 'cb-form-card'}, h('h3', {class: 'cb-form-subtitle', text: app.say(title)}),
      h('p', {class: 'cb-explain', text: app.say(explanation)}), ...children);
  }

  function tell(place, lines, isError) {
    place.className = 'cb-message' + (isError ? ' cb-message-error' : '');
    fill(place, ...lines.map(text => h('p', {text})));
  }

  /* Buttons that let a text in, from a file or pasted: {nodes, actions, first}. `take` is given the text. */
  function source(app, word, message, take) {
    const accept = '.json,.txt,application/json,text/plain';
    const input = h('input', {type: 'file', class: 'cb-file', accept, hidden: true, 'aria-label': app.say(word)});
    input.addEventListener('change', () => {
      if (input.files.length) readFile(app, input.files[0], message).then(text => text !== null && take(text));
      input.value = '';
    });
    const box = h('textarea', {class: 'cb-box', rows: 4, 'aria-label': app.say('web_paste_label')});
    const paste = h('div', {class: 'cb-extra', hidden: true}, box,
      h('div', {class: 'cb-actions cb-paste-take'}, button(app.say('web_paste_take'), null, '', () => take(box.value))));
    const toggle = button(app.say('web_paste'), 'copy', '', () => {
      paste.hidden = !paste.hidden;
      toggle.setAttribute('aria-expanded', String(!paste.hidden));
      if (!paste.hidden) box.focus();
    });
    toggle.setAttribute('aria-expanded', 'false');
    const choose = button(app.say(word), 'upload', '', () => input.click());
    const actions = h('div', {class: 'cb-actions'}, choose, toggle);
    return {nodes: [actions, input, paste], actions, first: choose};
  }

  function importing(app) {
    const message = h('div', {class: 'cb-message', role: 'alert'});
    const {nodes} = source(app, 'web_import', message, text => takeIn(app, text, message));
    return card(app, 'web_import_title', 'web_import_explained', ...nodes, message);
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
    if (!Draft.isEmpty(app.store.draft)) paragraphs.push(app.count('web_import_replaces', {count: app.countAll()}));
    return {title: app.say('web_import_ask'), paragraphs, confirm: app.say('web_import_confirm')};
  }

  function refuse(app, problems, message) {
    tell(message, problemLines(app, problems), true);
  }

  function takeIn(app, text, message) {
    return Transfer.read(app.whole, text).then(found => {
      if (found.problems.length) {
        refuse(app, found.problems, message);
        return;
      }
      tell(message, []);
      const what = question(app, found);
      const consent = what.paragraphs.length ? ask(app, what) : Promise.resolve(true);
      consent.then(isWanted => isWanted && app.replace(found));
    });
  }

  function clearing(app) {
    const clear = () => ask(app, {
      title: app.say('web_clear_ask'), confirm: app.say('web_clear_confirm'), isDanger: true,
      paragraphs: [app.count('web_clear_warning', {count: app.countAll()})],
    }).then(isWanted => isWanted && app.clear());
    return card(app, 'web_clear_title', 'web_clear_explained',
      h('div', {class: 'cb-actions'}, button(app.say('web_clear'), 'trash', 'danger-quiet', clear)));
  }

  return {card, tell, refuse, source, importing, clearing};
}());
