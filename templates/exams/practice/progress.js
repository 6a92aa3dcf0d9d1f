/*
 * What is known of somebody's practice: a card for each question that was answered, and the round that is under way.
 * Whatever comes from a file or from the browser's storage is checked before any of it is believed.
 */
const Progress = (function () {
  const FORMAT = 'clausebook-practice/1';
  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const DAY = /^\d{4}-\d\d-\d\d$/;
  const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

  function fresh(standard) {
    return {format: FORMAT, standard, cleared: '', cards: Object.create(null), round: {saved: '', value: null}};
  }

  function isCount(value) {
    return Number.isInteger(value) && value >= 0;
  }

  function isCard(card) {
    return Boolean(card) && Number.isInteger(card.box) && card.box >= 1 && card.box <= Leitner.BOXES
      && DAY.test(card.due) && MOMENT.test(card.last) && isCount(card.seen) && isCount(card.right) && card.right <= card.seen;
  }

  function cardsOf(found) {
    const cards = Object.create(null);
    for (const id of Object.keys(found)) {
      const {box, due, seen, right, last} = found[id] || {};
      if (ID.test(id) && isCard({box, due, seen, right, last})) cards[id] = {box, due, seen, right, last};
    }
    return cards;
  }

  function moment(value) {
    return typeof value === 'string' && MOMENT.test(value) ? value : '';
  }

  /* The progress in a text, or null where it is none for this standard. */
  function parse(text, standard) {
    let found = null;
    try {
      found = JSON.parse(text);
    } catch (error) {
      return null;
    }
    if (!found || found.format !== FORMAT || found.standard !== standard) return null;
    if (typeof found.cards !== 'object' || !found.cards) return null;
    const round = found.round && moment(found.round.saved) ? {saved: found.round.saved, value: found.round.value} : null;
    const rest = {cleared: moment(found.cleared), cards: cardsOf(found.cards)};
    return Object.assign(fresh(standard), rest, round ? {round} : {});
  }

  /* Of each card the later one, and nothing from before the last clearing. */
  function merge(mine, theirs) {
    const cleared = mine.cleared > theirs.cleared ? mine.cleared : theirs.cleared;
    const cards = Object.create(null);
    for (const source of [mine.cards, theirs.cards]) {
      for (const id of Object.keys(source)) {
        const isLater = !cards[id] || source[id].last > cards[id].last;
        if (isLater && source[id].last > cleared) cards[id] = source[id];
      }
    }
    const round = theirs.round.saved > mine.round.saved ? theirs.round : mine.round;
    return Object.assign({}, mine, {cleared, cards, round});
  }

  /* How the cards of some questions stand: {total, seen, due, right, answers, boxes}. */
  function figures(progress, questions, today) {
    const cards = questions.map(question => progress.cards[question.id]).filter(Boolean);
    const sum = (list, name) => list.reduce((total, card) => total + card[name], 0);
    const boxes = Leitner.DAYS.map((_, place) => cards.filter(card => card.box === place + 1).length);
    return {
      total: questions.length, seen: cards.length, due: cards.filter(card => Leitner.isDue(card, today)).length,
      right: sum(cards, 'right'), answers: sum(cards, 'seen'), boxes,
    };
  }

  return {fresh, parse, merge, figures};
}());
