/* The progress as a file, out and in, and wiping it. */
const FilesView = (function () {
  const LARGEST = 5 * 1024 * 1024;

  function save(app) {
    const text = JSON.stringify(Object.assign({}, app.progress, {round: undefined}), null, 1) + '\n';
    const address = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    const link = h('a', {href: address, download: app.definition.standard.id + '-practice-' + app.today + '.json', hidden: true});
    app.mount.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  function read(file) {
    if (file.size > LARGEST) return Promise.resolve('');
    return new Promise(resolve => {
      const reader = new FileReader();
      reader.addEventListener('load', () => resolve(String(reader.result)));
      reader.addEventListener('error', () => resolve(''));
      reader.readAsText(file);
    });
  }

  function takeIn(app, file, message) {
    return read(file).then(text => {
      const found = Progress.parse(text.replace(/^\uFEFF/, ''), app.definition.standard.id);
      message.textContent = found ? '' : app.say('practice_import_refused');
      if (found) app.take(found);
    });
  }

  function wipe(app) {
    const count = Object.keys(app.progress.cards).length;
    const what = {
      title: app.say('practice_clear_ask'), paragraphs: [app.count('practice_clear_warning', {count})],
      confirm: app.say('practice_clear'), isDanger: true,
    };
    return ask(app, what).then(isWanted => isWanted && app.clear());
  }

  function build(app) {
    const message = h('p', {class: 'cb-error', role: 'alert'});
    const input = h('input', {type: 'file', class: 'cb-file', accept: '.json,application/json', hidden: true, 'aria-label': app.say('practice_import')});
    input.addEventListener('change', () => {
      if (input.files.length) takeIn(app, input.files[0], message);
      input.value = '';
    });
    return h('section', {class: 'cb-form-card'}, h('h3', {class: 'cb-form-subtitle', text: app.say('practice_files')}),
      h('p', {class: 'cb-explain', text: app.say('practice_files_text')}),
      h('div', {class: 'cb-actions'}, button(app.say('practice_export'), 'download', '', () => save(app)),
        button(app.say('practice_import'), 'upload', '', () => input.click()),
        button(app.say('practice_clear'), 'trash', 'danger-quiet', () => wipe(app))), input, message);
  }

  return {build, save};
}());
