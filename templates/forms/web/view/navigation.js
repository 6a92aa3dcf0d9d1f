/* The list of pages, with the progress and the score of every stage; folded behind a button where space is short. */
class NavigationView {
  constructor(app) {
    this.app = app;
    this.rows = app.pages.map((page, place) => this.buildRow(page, place));
    this.list = h('ol', {class: 'cb-nav-list', id: 'cb-nav-list'}, ...this.rows.map(row => row.item));
    this.current = h('span', {class: 'cb-nav-current'});
    this.overall = h('span', {class: 'cb-nav-overall'});
    this.toggle = h('button', {
      type: 'button', class: 'cb-nav-toggle', 'aria-expanded': 'false', 'aria-controls': 'cb-nav-list',
      on: {click: () => this.open(this.toggle.getAttribute('aria-expanded') !== 'true')},
    }, this.current, this.overall, icon('down'));
    this.node = h('nav', {class: 'cb-nav', 'aria-label': app.say('web_parts')}, this.toggle, this.list);
  }

  buildRow(page, place) {
    const label = h('span', {class: 'cb-nav-title', id: 'cb-nav-' + place, text: page.title});
    const mark = h('span', {class: 'cb-nav-mark', 'aria-hidden': 'true'}, page.symbol ? icon(page.symbol) : page.mark);
    const row = {page, mark, parts: [mark, label]};
    if (page.stage) {
      row.progress = h('progress', {class: 'cb-progress', 'aria-labelledby': 'cb-nav-' + place});
      row.count = h('span', {class: 'cb-nav-count'});
      row.score = h('span', {class: 'cb-nav-score'});
      row.parts.push(h('span', {class: 'cb-nav-figures'}, row.progress, row.count, row.score));
    }
    const go = () => {
      this.open(false);
      this.app.go(place);
    };
    row.button = h('button', {type: 'button', class: 'cb-nav-row', on: {click: go}}, ...row.parts);
    row.item = h('li', {}, row.button);
    return row;
  }

  open(isOpen) {
    this.toggle.setAttribute('aria-expanded', String(isOpen));
    this.node.classList.toggle('cb-nav-open', isOpen);
  }

  sync() {
    this.rows.forEach((row, place) => {
      if (place === this.app.place) row.button.setAttribute('aria-current', 'page');
      else row.button.removeAttribute('aria-current');
      if (row.page.stage) this.syncStage(row);
    });
    const page = this.app.pages[this.app.place];
    this.overall.textContent = this.app.percent(this.app.result.overall);
    this.current.textContent = page.stage ? page.mark + '  ' + page.title : page.title;
  }

  syncStage(row) {
    const {total, answered, score} = this.app.figures(row.page.stage);
    row.progress.max = total;
    row.progress.value = answered;
    row.count.textContent = this.app.say('web_count_of', {count: answered, total});
    row.score.textContent = this.app.percent(score);
    row.button.classList.toggle('cb-nav-done', answered === total);
    fill(row.mark, answered === total ? icon('check') : document.createTextNode(row.page.mark));
  }
}
