/*
 * What was given as an answer, written as papers, marks and files write it: "ABD" for options and for an order, "T" or
 * "F" for a statement, "1C 2A" for pairs, and the text itself for a number or a word. The letters count along `order`,
 * the shuffled ids of what is lettered. An answer in one's own words is written as the criteria that it meets.
 */
const Answer = (function () {
  const PAIR = /^(\d+)([A-Z])$/;
  const NAMES = {T: true, F: false};

  function letter(place) {
    return String.fromCharCode(65 + place);
  }

  function places(given) {
    return given.split('').map(name => name.charCodeAt(0) - 65);
  }

  /* The ids behind some letters, in the order in which they are given. */
  function ids(order, given) {
    return places(given).map(place => order[place]).filter(id => id !== undefined);
  }

  function letters(order, chosen) {
    return chosen.map(id => letter(order.indexOf(id))).join('');
  }

  /* The right side that each left side was given, by the number of the left side from 0; null for none. */
  function matched({question, order}, given) {
    const found = question.pairs.map(() => null);
    for (const part of given.split(' ')) {
      const [, left, right] = PAIR.exec(part) || [];
      const id = right && order[places(right)[0]];
      if (id !== undefined && Number(left) in [null].concat(found)) found[Number(left) - 1] = Number(id);
    }
    return found;
  }

  function pairs(order, rights) {
    const parts = rights.map((right, left) => (right === null ? '' : (left + 1) + letter(order.indexOf(String(right)))));
    return parts.filter(Boolean).join(' ');
  }

  /* Ids of what is lettered, in the order of the data. */
  function lettered(question) {
    if (question.options) return question.options.map(option => option.id);
    if (question.entries) return question.entries.map(entry => entry.id);
    if (question.pairs) return question.pairs.concat(question.extras).map((_, place) => String(place));
    return [];
  }

  /* Whether there is enough of an answer to mark it. */
  function isComplete({question}, given) {
    if (question.type === 'ordering') return given.length === question.entries.length;
    if (question.type === 'matching') return given.split(' ').filter(Boolean).length === question.pairs.length;
    return Boolean(given.trim());
  }

  return {letter, ids, letters, matched, pairs, lettered, isComplete, NAMES};
}());
