/* Entries to be put in order, by buttons, by the arrow keys or by dragging. */
class OrderingView {
  constructor(ask) {
    this.ask = ask;
    const {asked, entry} = ask;
    const texts = new Map(asked.question.entries.map(({id, text}) => [id, ask.app.text(text)]));
    const given = Answer.ids(asked.order, entry.given);
    this.ids = given.length || ask.isChecked ? given : asked.order.slice();
    this.rows = new Map(this.ids.map(id => [id, this.buildRow(id, texts.get(id))]));
    this.list = h('ol', {class: 'cb-sort', 'aria-labelledby': 'cb-stem', hidden: !this.ids.length});
    this.said = h('p', {class: 'cb-form-hidden', role: 'status'});
    this.node = h('div', {}, this.list, this.said);
    this.sync();
    if (!ask.isChecked && !given.length) ask.give(this.given, true);
  }

  get given() {
    return Answer.letters(this.ask.asked.order, this.ids);
  }

  buildRow(id, text) {
    const {app, isChecked} = this.ask;
    const place = h('span', {class: 'cb-sort-place'});
    const words = h('span', {class: 'cb-pick-text', text});
    if (isChecked) return {node: h('li', {class: 'cb-sort-row'}, place, words, this.buildMark(id)), place, text};
    const up = this.buildMove('up', app.say('practice_move_up', {text}), () => this.move(id, -1));
    const down = this.buildMove('down', app.say('practice_move_down', {text}), () => this.move(id, 1));
    const grip = h('span', {class: 'cb-sort-grip', 'aria-hidden': 'true', on: {pointerdown: event => this.drag(event, id)}}, icon('grip'));
    const node = h('li', {class: 'cb-sort-row', on: {keydown: event => this.arrow(event, id)}}, grip, place, words, up, down);
    return {node, place, up, down, text};
  }

  buildMove(symbol, label, click) {
    return h('button', {type: 'button', class: 'cb-button cb-sort-move', 'aria-label': label, on: {click}}, icon(symbol));
  }

  buildMark(id) {
    const isRight = this.ask.asked.question.entries.findIndex(entry => entry.id === id) === this.ids.indexOf(id);
    return Mark.build(this.ask.app, isRight, true);
  }

  arrow(event, id) {
    const step = {ArrowUp: -1, ArrowDown: 1}[event.key];
    if (!step) return;
    event.preventDefault();
    this.move(id, step);
  }

  move(id, step) {
    const from = this.ids.indexOf(id);
    if (!(from + step in this.ids)) return;
    this.place(id, from + step);
    const row = this.rows.get(id);
    const wanted = step < 0 ? row.up : row.down;
    (wanted.disabled ? (step < 0 ? row.down : row.up) : wanted).focus();
    this.said.textContent = this.ask.app.say('practice_moved', {text: row.text, count: from + step + 1});
  }

  place(id, to) {
    this.ids.splice(this.ids.indexOf(id), 1);
    this.ids.splice(to, 0, id);
    this.sync();
    this.ask.give(this.given);
  }

  /* The row goes where the finger is, as soon as it is past the middle of another. */
  drag(event, id) {
    const {node} = this.rows.get(id);
    const follow = moved => {
      const middles = this.ids.filter(other => other !== id).map(other => {
        const {top, height} = this.rows.get(other).node.getBoundingClientRect();
        return top + height / 2;
      });
      const to = middles.filter(middle => middle < moved.clientY).length;
      if (to !== this.ids.indexOf(id)) this.place(id, to);
    };
    const end = () => {
      node.classList.remove('cb-sort-dragged');
      window.removeEventListener('pointermove', follow);
    };
    event.preventDefault();
    node.classList.add('cb-sort-dragged');
    window.addEventListener('pointermove', follow);
    for (const name of ['pointerup', 'pointercancel']) window.addEventListener(name, end, {once: true});
  }

  sync() {
    this.ids.forEach((id, at) => {
      const {node, place, up, down} = this.rows.get(id);
      if (this.list.children[at] !== node) this.list.insertBefore(node, this.list.children[at] || null);
      place.textContent = at + 1;
      if (up) up.disabled = at === 0;
      if (down) down.disabled = at === this.ids.length - 1;
    });
  }
}
