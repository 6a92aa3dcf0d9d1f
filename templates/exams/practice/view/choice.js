/* Options to choose from, one or several, and the two sides of a statement. */
class ChoiceView {
  /* `ask` is the question's page; it takes the answer by `ask.give(given)`. */
  constructor(ask) {
    this.ask = ask;
    const {question} = ask.asked;
    this.isMany = question.type === 'multiple_choice';
    this.choices = ChoiceView.choices(ask);
    this.boxes = this.choices.map(choice => this.buildBox(choice));
    const rows = this.choices.map((choice, place) => this.buildRow(choice, this.boxes[place]));
    this.node = h('div', {role: this.isMany ? 'group' : 'radiogroup', 'aria-labelledby': 'cb-stem', class: 'cb-picks'}, ...rows);
  }

  /* What can be chosen: {letter, text, isRight, why}; the sides of a statement have the letters that answers use. */
  static choices({app, asked}) {
    const {question, order} = asked;
    if (!question.options) {
      return Object.keys(Answer.NAMES).map(letter => ({
        letter, text: app.say(letter === 'T' ? 'practice_true' : 'practice_false'), isRight: question.answer === Answer.NAMES[letter],
        why: null,
      }));
    }
    const byId = new Map(question.options.map(option => [option.id, option]));
    return order.map((id, place) => {
      const {text, right, why} = byId.get(id);
      return {letter: Answer.letter(place), text: app.text(text), isRight: right, why: app.text(why)};
    });
  }

  buildBox({letter}) {
    const {ask} = this;
    const look = {type: this.isMany ? 'checkbox' : 'radio', name: 'cb-pick', value: letter, class: this.isMany ? 'cb-check' : 'cb-radio'};
    const state = {checked: ask.entry.given.includes(letter), disabled: ask.isChecked};
    return h('input', Object.assign(look, state, {on: {change: () => this.give()}}));
  }

  buildRow({letter, text, isRight}, box) {
    const {ask} = this;
    const isChosen = ask.entry.given.includes(letter);
    const name = ask.asked.question.options ? h('span', {class: 'cb-letter', text: letter}) : null;
    const row = h('label', {class: 'cb-pick' + (ask.isChecked ? ' cb-pick-still' : '')}, box, name, h('span', {class: 'cb-pick-text', text}));
    ChoiceView.show(box, row);
    if (ask.isChecked && (isChosen || isRight)) {
      row.classList.add(isRight ? 'cb-pick-right' : 'cb-pick-wrong');
      row.append(Mark.build(ask.app, isRight, isChosen));
    }
    return row;
  }

  static show(box, row) {
    row.classList.toggle('cb-pick-chosen', box.checked);
  }

  give() {
    for (const box of this.boxes) ChoiceView.show(box, box.parentNode);
    this.ask.give(this.boxes.filter(box => box.checked).map(box => box.value).join(''));
  }

  /* A letter or the number of the row chooses it. */
  press(key) {
    const letter = key.toUpperCase();
    const place = /^[1-9]$/.test(key) ? Number(key) - 1 : this.choices.findIndex(choice => choice.letter === letter);
    const box = this.boxes[place];
    if (!box || this.ask.isChecked) return false;
    box.checked = this.isMany ? !box.checked : true;
    box.focus();
    this.give();
    return true;
  }
}

/* How an answer was judged, for eyes and ears. */
const Mark = (function () {
  function build(app, isRight, isChosen) {
    const word = isRight ? (isChosen ? 'practice_chosen_right' : 'practice_is_right') : 'practice_chosen_wrong';
    return h('span', {class: 'cb-mark ' + (isRight ? 'cb-mark-right' : 'cb-mark-wrong')}, icon(isRight ? 'check' : 'cross'),
      h('span', {text: app.say(word)}));
  }

  return {build};
}());
