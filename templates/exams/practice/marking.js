/* The share of its points that an answer earns, exact, by the rule of its question. It agrees with scoring/marking.py. */
const Marking = (function () {
  const GROUPED = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
  const NUMBER = /^[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+|\d+\/[1-9]\d*)$/;
  const LONGEST_NUMBER = 40;
  const UNMEANT = /[\p{P}\p{Z}\p{C}]/gu;

  function share(top, bottom) {
    return Rational.of(top + '/' + bottom);
  }

  function whole(isRight) {
    return share(Number(isRight), 1);
  }

  function count(list, test) {
    return list.filter(test).length;
  }

  /* How many options there are, how many of them are right, and how many right and wrong ones were chosen. */
  function chosen({question, order}, given) {
    const picked = Answer.ids(order, given);
    const isRight = option => option.right;
    const found = question.options.filter(option => picked.includes(option.id));
    const right = count(found, isRight);
    return {all: question.options.length, key: count(question.options, isRight), right, wrong: found.length - right};
  }

  function noneWrong(asked, given) {
    const {key, right, wrong} = chosen(asked, given);
    return share(wrong ? 0 : right, key);
  }

  function rightMinusWrong(asked, given) {
    const {key, right, wrong} = chosen(asked, given);
    return share(Math.max(0, right - wrong), key);
  }

  function perOption(asked, given) {
    const {all, key, right, wrong} = chosen(asked, given);
    return share(given ? all - (key - right) - wrong : 0, all);
  }

  function inPlace({question, order}, given) {
    const {entries} = question;
    const own = Answer.ids(order, given);
    return share(count(entries, (entry, place) => entry.id === own[place]), entries.length);
  }

  function inSequence({question, order}, given) {
    const own = Answer.ids(order, given);
    const links = question.entries.slice(1).map((entry, place) => [question.entries[place].id, entry.id]);
    const isKept = ([first, second]) => own.some((id, place) => id === first && own[place + 1] === second);
    return share(count(links, isKept), links.length);
  }

  /* Right sides that read the same are the same side. */
  function isPair(question, left, right) {
    const rights = question.pairs.map(pair => pair.right).concat(question.extras).map(text => JSON.stringify(text));
    return right !== null && rights[right] === rights[left];
  }

  function perPair(asked, given) {
    const {question} = asked;
    return share(count(Answer.matched(asked, given), (right, left) => isPair(question, left, right)), question.pairs.length);
  }

  function byCriteria({question}, given) {
    const met = Answer.ids(question.marking.map((_, place) => place), given);
    const sum = list => list.reduce((total, {points}) => total + points, 0);
    return share(sum(met.map(place => question.marking[place])), sum(question.marking));
  }

  /* A number as {top, bottom}, with or without one of the units behind it; null where the text is no single number. */
  function numberOf(written, units) {
    const tight = text => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
    let bare = tight(written).replace(/[−–—]/g, '-');
    for (const unit of units.map(tight).sort((a, b) => b.length - a.length)) {
      if (bare.endsWith(unit)) bare = bare.slice(0, bare.length - unit.length);
    }
    if (bare.length > LONGEST_NUMBER) return null;
    if (GROUPED.test(bare)) return fraction(bare.replace(/,/g, ''));
    return NUMBER.test(bare) ? fraction(bare.replace(',', '.')) : null;
  }

  function fraction(text) {
    const [top, bottom] = text.split('/');
    const [units, decimals] = top.replace(/[+-]/, '').split('.').concat('');
    const sign = BigInt(top[0] === '-' ? -1 : 1);
    return {top: sign * BigInt(units + decimals), bottom: BigInt(bottom || '1' + '0'.repeat(decimals.length))};
  }

  function isRightNumber(question, given) {
    const number = numberOf(given, question.units);
    if (!number) return false;
    const [right, tolerance] = [question.answer, question.tolerance].map(fraction);
    const off = number.top * right.bottom - right.top * number.bottom;
    return (off < 0 ? -off : off) * tolerance.bottom <= tolerance.top * number.bottom * right.bottom;
  }

  /* A text without what nobody means by it: width, case, spaces, hyphens and other punctuation. */
  function bareText(text) {
    const folded = text.normalize('NFKC').toLowerCase().replace(/ß/g, 'ss');
    return folded.replace(UNMEANT, '') || folded.trim();
  }

  function isAccepted(question, given) {
    return question.accepted.map(bareText).includes(bareText(given));
  }

  function isRight(asked, given) {
    const {question, order} = asked;
    switch (question.type) {
      case 'number': return isRightNumber(question, given);
      case 'text': return isAccepted(question, given);
      case 'true_false': return given === (question.answer ? 'T' : 'F');
      case 'ordering': return Answer.letters(order, question.entries.map(entry => entry.id)) === given;
      case 'matching': return Rational.compare(perPair(asked, given), whole(true)) === 0;
      default: {
        const {key, right, wrong} = chosen(asked, given);
        return right === key && !wrong;
      }
    }
  }

  const SHARES = {
    all_or_nothing: (asked, given) => whole(isRight(asked, given)),
    none_wrong: noneWrong,
    right_minus_wrong: rightMinusWrong,
    per_option: perOption,
    in_place: inPlace,
    in_sequence: inSequence,
    per_pair: perPair,
    by_criteria: byCriteria,
  };

  /* `asked` is {question, order}; the share as an exact number in a string, "0" to "1". */
  function mark(asked, given) {
    return Rational.print(SHARES[asked.question.rule](asked, given));
  }

  return {mark, isPair, numberOf};
}());
