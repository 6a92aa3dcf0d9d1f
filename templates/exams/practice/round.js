/*
 * Some questions to be answered one after another. An entry holds a question's id, the order of what is lettered, what
 * is given, and from the checking on the share of the points that it earned, as an exact number in a string.
 */
const Round = (function () {
  const KINDS = ['all', 'due', 'stage', 'clauses', 'again'];

  function shuffle(list) {
    const mixed = list.slice();
    for (let last = mixed.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1));
      [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
    }
    return mixed;
  }

  /* What is due comes first, then what is new, then the rest from the lowest box on. */
  function rank(card, today) {
    if (!card) return 1;
    return Leitner.isDue(card, today) ? 0 : 1 + card.box;
  }

  function choose(questions, cards, count, today) {
    const ranked = shuffle(questions).map(question => ({question, rank: rank(cards[question.id], today)}));
    ranked.sort((a, b) => a.rank - b.rank);
    return shuffle(ranked.slice(0, count).map(({question}) => question));
  }

  /* The entries to be put in order must not stand in order already. */
  function orderOf(question) {
    const ids = Answer.lettered(question);
    let order = shuffle(ids);
    while (question.entries && order.every((id, place) => id === ids[place])) order = shuffle(ids);
    return order;
  }

  function entry(question, order) {
    return {id: question.id, order: order || orderOf(question), given: '', text: '', isRevealed: false, share: null};
  }

  /* `wish` is what the round was made from: {kind, ids}. */
  function make(questions, wish) {
    return {place: 0, wish, entries: questions.map(question => entry(question))};
  }

  function isEntry(found, questions) {
    const question = found && questions.get(found.id);
    if (!question || !Array.isArray(found.order)) return false;
    const isSame = found.order.slice().sort().join() === Answer.lettered(question).sort().join();
    const isMarked = found.share === null || /^\d+(\/[1-9]\d*)?$/.test(found.share);
    return isSame && isMarked && typeof found.given === 'string' && typeof found.text === 'string';
  }

  function isWish(found) {
    return Boolean(found) && KINDS.includes(found.kind) && Array.isArray(found.ids);
  }

  /* A round from the storage, without the questions that have changed since; null where nothing is left of it. */
  function restore(found, questions) {
    if (!found || !Array.isArray(found.entries)) return null;
    const entries = found.entries.filter(one => isEntry(one, questions));
    if (!entries.length) return null;
    const place = Number.isInteger(found.place) ? Math.min(Math.max(0, found.place), entries.length) : 0;
    return {place, wish: isWish(found.wish) ? found.wish : {kind: 'all', ids: []}, entries};
  }

  function verdict(entry) {
    const share = Rational.of(entry.share);
    if (Rational.isZero(share)) return 'wrong';
    return Rational.compare(share, Rational.of(1)) < 0 ? 'partly' : 'right';
  }

  function isChecked(entry) {
    return entry.share !== null;
  }

  return {choose, make, entry, restore, verdict, isChecked};
}());
