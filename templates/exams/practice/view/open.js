/* An answer in one's own words: written first, then compared with the model answer and marked by its criteria. */
class OpenView {
  constructor(ask) {
    this.ask = ask;
    const {app, entry} = ask;
    this.text = h('textarea', {
      class: 'cb-box', rows: 5, maxlength: 10000, 'aria-labelledby': 'cb-stem', readonly: ask.isChecked,
      placeholder: app.say('practice_write_here'), on: {input: () => ask.write(this.text.value)},
    });
    this.text.value = entry.text;
    this.node = h('div', {class: 'cb-open'}, this.text, entry.isRevealed || ask.isChecked ? this.buildModel() : null);
  }

  buildModel() {
    const {app, asked} = this.ask;
    const {question} = asked;
    this.boxes = question.marking.map((_, place) => h('input', {
      type: 'checkbox', class: 'cb-check', checked: this.ask.entry.given.includes(Answer.letter(place)),
      disabled: this.ask.isChecked, on: {change: () => this.give()},
    }));
    const rows = question.marking.map((criterion, place) => h('label', {class: 'cb-pick' + (this.ask.isChecked ? ' cb-pick-still' : '')}, this.boxes[place],
      h('span', {class: 'cb-pick-text', text: app.text(criterion.text)}),
      h('span', {class: 'cb-points', text: app.count('practice_points', {count: criterion.points})})));
    return h('div', {class: 'cb-model'}, h('h3', {class: 'cb-form-subtitle', tabindex: '-1', text: app.say('practice_model_answer')}),
      h('p', {class: 'cb-model-text', text: app.text(question.model_answer)}),
      h('h3', {class: 'cb-form-subtitle', id: 'cb-criteria', text: app.say('practice_criteria')}),
      h('div', {class: 'cb-picks', role: 'group', 'aria-labelledby': 'cb-criteria'}, ...rows));
  }

  give() {
    for (const box of this.boxes) ChoiceView.show(box, box.parentNode);
    this.ask.give(this.boxes.map((box, place) => (box.checked ? Answer.letter(place) : '')).join(''));
  }
}
