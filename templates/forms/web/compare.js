/* What has changed between two sets of answers to the same form, exactly. */
const Compare = (function () {
  /* 'better', 'worse', 'newly' answered, answered no more ('open'), in or out of 'scope'; null where nothing changed. */
  function kindOf(before, after) {
    if (!Score.isAnswered(before)) return Score.isAnswered(after) ? 'newly' : null;
    if (!Score.isAnswered(after)) return 'open';
    if (Score.isRated(before) !== Score.isRated(after)) return 'scope';
    if (!Score.isRated(after) || before.rating === after.rating) return null;
    return after.rating > before.rating ? 'better' : 'worse';
  }

  /* The exact difference as a string, "-3/40"; null where one of the two is missing. */
  function difference(before, after) {
    if (before === null || after === null) return null;
    const [a, b] = [Rational.of(before), Rational.of(after)];
    const fell = Rational.compare(b, a) < 0;
    return (fell ? '-' : '') + Rational.print(fell ? Rational.subtract(a, b) : Rational.subtract(b, a));
  }

  function pair(before, after) {
    return {before, after, change: difference(before, after)};
  }

  /*
   * {overall, stages, statements} of answers given to `definition` then and now; both are scored by the same rules and
   * for the same business models. Scores are exact strings or null.
   */
  function compare(whole, before, after, models) {
    const definition = Outline.asked(whole, models);
    const [then, now] = [Score.score(definition, before), Score.score(definition, after)];
    const statements = Outline.questions(definition)
      .map(({ref}) => ({ref, kind: kindOf(before[ref], after[ref]), before: before[ref], after: after[ref]}))
      .filter(({kind}) => kind !== null);
    return {
      overall: pair(then.overall, now.overall),
      stages: now.stages.map((stage, place) => Object.assign({id: stage.id}, pair(then.stages[place].score, stage.score))),
      statements,
    };
  }

  return {compare};
}());
