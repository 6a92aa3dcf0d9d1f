/* What has become of an older draft: the counts at once, and behind them every statement that changed. */
const CarriedView = (function () {
  function line(app, ref) {
    const question = Outline.question(app.definition, ref);
    if (!question) return null;
    const go = h('button', {type: 'button', class: 'cb-statement-link', on: {click: () => app.show(ref)}},
      h('span', {class: 'cb-form-number', text: question.clause.number}), ' ', app.text(question.provision.text));
    return h('li', {}, go);
  }

  /* A statement that is gone has no text any more; the number it had and the answer to it are still known. */
  function goneLine(app, [ref, number]) {
    const entry = app.store.draft.answers[ref] || {};
    const answer = Outline.answerOf(app.whole, entry.rating);
    const parts = [answer ? app.text(answer.label) : '', entry.not_applicable ? app.say('web_not_applicable') : '',
      Draft.trim(entry.reason), Draft.trim(entry.comment)].filter(Boolean);
    const name = number ? number + ' ' + ref.split('.').pop() : ref;
    const text = parts.length ? app.say('web_gone_answer', {answer: parts.join(' · ')}) : '';
    return h('li', {}, h('span', {class: 'cb-form-number', text: name}), ' ', text);
  }

  function list(app, word, lines) {
    const kept = lines.filter(Boolean);
    if (!kept.length) return null;
    return fold(app.count(word, {count: kept.length}), '', false, ...kept);
  }

  function build(app, {kept, dropped, fresh, reworded, gone}) {
    const body = h('div', {class: 'cb-notice-body'}, h('p', {text: app.say('web_carried', {kept, dropped})}),
      list(app, 'web_carried_reworded', reworded.map(ref => line(app, ref))),
      list(app, 'web_carried_fresh', fresh.map(ref => line(app, ref))),
      list(app, 'web_carried_gone', gone.map(pair => goneLine(app, pair))));
    return h('div', {class: 'cb-form-notice', role: 'status'}, icon('info'), body,
      button(app.say('web_dismiss'), null, 'quiet', () => app.dismissCarried()));
  }

  return {build};
}());
