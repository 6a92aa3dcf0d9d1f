/* Asks before something is lost. Answers with a promise of true or false. */
function ask(app, {title, paragraphs, confirm, isDanger}) {
  const dialog = h('dialog', {class: 'cb-form-dialog', 'aria-labelledby': 'cb-dialog-title'});
  if (typeof dialog.showModal !== 'function') {
    return Promise.resolve(window.confirm([title].concat(paragraphs).join('\n\n')));
  }
  return new Promise(resolve => {
    const close = answer => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const no = button(app.say('web_cancel'), null, '', () => close(false));
    const yes = button(confirm, null, isDanger ? 'danger' : 'primary', () => close(true));
    dialog.append(
      h('h2', {id: 'cb-dialog-title', class: 'cb-dialog-title', text: title}),
      ...paragraphs.map(text => h('p', {text})),
      h('div', {class: 'cb-actions'}, no, yes),
    );
    dialog.addEventListener('cancel', event => {
      event.preventDefault();
      close(false);
    });
    app.mount.append(dialog);
    dialog.showModal();
    no.focus();
  });
}
