/* Where points were lost: what was asked, how it was rated, and where to read and practise. */
const GapsView = (function () {
  /* In the single file, where there is no handbook to go to, the first step of the practice stands in its place. */
  function advice(app, clause) {
    if (!clause.first_step) return null;
    return h('p', {class: 'cb-advice'}, icon('step'),
      h('span', {}, h('strong', {text: app.say('web_first_step')}), ' ', app.text(clause.first_step)));
  }

  function gap(app, item) {
    const {clause, provision} = Outline.question(app.definition, item.provision);
    const rating = app.text(Outline.answerOf(app.definition, item.rating).label);
    const badge = h('span', {class: 'cb-form-badge cb-form-badge-' + item.type, text: app.say('type_' + item.type)});
    const go = button(app.say('web_to_question'), null, 'quiet', () => app.show(item.provision));
    return h('li', {class: 'cb-form-gap'},
      h('div', {class: 'cb-gap-head'},
        h('strong', {class: 'cb-gap-title'}, h('span', {class: 'cb-form-number', text: clause.number}), ' ', app.text(clause.title)),
        h('span', {class: 'cb-lost', text: app.say('web_lost', {points: Rational.shown(Rational.of(item.lost))})})),
      h('p', {class: 'cb-gap-text', text: app.text(provision.text)}), advice(app, clause),
      h('div', {class: 'cb-gap-foot'}, badge, h('span', {class: 'cb-gap-rating', text: app.say('web_rated', {label: rating})}),
        go, HandbookLink.clause(app, clause), HandbookLink.practice(app, clause)));
  }

  /* The way to questions on the clauses of some gaps; null where there are none, as in the single file. */
  function practice(app, gaps) {
    if (!app.practice) return null;
    const clauses = gaps.map(item => Outline.question(app.definition, item.provision).clause.id);
    const known = clauses.filter((id, place) => app.practice.clauses.includes(id) && clauses.indexOf(id) === place);
    if (!known.length) return null;
    const href = app.practice.page + '?clauses=' + known.join(',');
    return h('a', {class: 'cb-button cb-gap-practice', href}, icon('step'), h('span', {text: app.say('web_practise')}));
  }

  function build(app) {
    const {gaps: all} = app.result;
    if (!all.length) return h('p', {class: 'cb-empty', text: app.say(app.result.answered ? 'web_no_gaps' : 'web_no_answers')});
    const more = all.length - ResultParts.MOST;
    const shown = all.slice(0, ResultParts.MOST);
    return h('div', {}, practice(app, shown), h('ol', {class: 'cb-gaps'}, ...shown.map(item => gap(app, item))),
      more > 0 ? h('p', {class: 'cb-more', text: app.count('web_more_gaps', {count: more})}) : null);
  }

  return {build};
}());
