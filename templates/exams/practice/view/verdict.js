/* What is said once a question has been checked: the verdict, what is right and why, where to read, when it comes back. */
const VerdictView = (function () {
  const WORDS = {right: 'practice_right', partly: 'practice_partly', wrong: 'practice_wrong'};

  function headline(ask) {
    const verdict = Round.verdict(ask.entry);
    const share = verdict === 'partly' ? ' ' + ask.app.say('practice_share', {share: ask.app.percent(ask.entry.share)}) : '';
    return h('h3', {class: 'cb-verdict-title', tabindex: '-1'}, icon(verdict === 'right' ? 'check' : verdict === 'partly' ? 'half' : 'cross'),
      h('span', {text: ask.app.say(WORDS[verdict]) + share}));
  }

  function line(name, text) {
    return h('p', {class: 'cb-verdict-line'}, h('strong', {text: name}), ' ', text);
  }

  function reason(choice) {
    return h('p', {class: 'cb-reason'}, h('span', {class: 'cb-letter', text: choice.letter}), h('span', {text: choice.why}));
  }

  /* Why the right options are right and the chosen ones wrong; the others are folded. */
  function reasons(ask) {
    const choices = ChoiceView.choices(ask);
    const isNear = choice => choice.isRight || ask.entry.given.includes(choice.letter);
    const rest = choices.filter(choice => !isNear(choice)).map(choice => h('li', {}, reason(choice)));
    return [...choices.filter(isNear).map(reason), rest.length ? fold(ask.app.say('practice_others'), 'cb-others', false, ...rest) : null];
  }

  function rightOrder(app, question) {
    const rows = question.entries.map(entry => h('li', {text: app.text(entry.text)}));
    return [h('p', {class: 'cb-verdict-line'}, h('strong', {text: app.say('practice_right_order')})), h('ol', {class: 'cb-right-order'}, ...rows)];
  }

  function key(ask) {
    const {app, asked} = ask;
    const {question} = asked;
    const isRight = Round.verdict(ask.entry) === 'right';
    switch (question.type) {
      case 'ordering': return isRight ? [] : rightOrder(app, question);
      case 'number': return [line(app.say('practice_key'), question.shown + (question.unit ? ' ' + app.text(question.unit) : ''))];
      case 'text': return isRight ? [] : [line(app.say('practice_key'), question.answers[app.language][0])];
      default: return [];
    }
  }

  function explanation(ask) {
    const {question} = ask.asked;
    if (question.options) return reasons(ask);
    return [...key(ask), question.why ? h('p', {class: 'cb-verdict-line', text: ask.app.text(question.why)}) : null];
  }

  function build(ask) {
    const clauses = ask.asked.question.clauses.map(id => ClauseView.link(ask.app, id));
    const back = ask.app.comesBack(ask.entry);
    return [headline(ask), ...explanation(ask), h('p', {class: 'cb-sources'}, ...clauses),
      back ? h('p', {class: 'cb-comes-back'}, icon('again'), h('span', {text: back})) : null];
  }

  return {build};
}());
