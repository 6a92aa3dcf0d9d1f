/* A number or a word to be written. */
class WrittenView {
  constructor(ask) {
    this.ask = ask;
    const {app, asked, entry} = ask;
    const {question} = asked;
    const isNumber = question.type === 'number';
    const look = {type: 'text', class: 'cb-box cb-written', 'aria-labelledby': 'cb-stem', autocomplete: 'off', maxlength: 200};
    this.box = h('input', Object.assign(look, {
      value: entry.given, disabled: ask.isChecked, inputmode: isNumber ? 'decimal' : null, autocapitalize: 'off', spellcheck: 'false',
      on: {input: () => ask.give(this.box.value)},
    }));
    const unit = isNumber && question.unit ? h('span', {class: 'cb-unit-name', text: app.text(question.unit)}) : null;
    this.node = h('div', {class: 'cb-written-row'}, this.box, unit);
  }
}
