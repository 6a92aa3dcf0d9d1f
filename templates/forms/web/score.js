/* The score of one person's answers: the rules of scoring/score.py and scoring/bands.py, to the last digit. */
const Score = (function () {
  function isRated(reply) {
    return reply.rating !== undefined && reply.rating !== null;
  }

  function isAnswered(reply) {
    return Boolean(reply) && (isRated(reply) || Boolean(reply.not_applicable));
  }

  /* Pairs of score and weight in; null where no score has weight. */
  function mean(pairs) {
    let sum = Rational.of(0);
    let total = Rational.of(0);
    for (const [score, weight] of pairs) {
      if (score === null || Rational.isZero(weight)) continue;
      sum = Rational.add(sum, Rational.multiply(score, weight));
      total = Rational.add(total, weight);
    }
    return Rational.isZero(total) ? null : Rational.divide(sum, total);
  }

  function plainMean(scores) {
    return mean(scores.map(score => [score, Rational.of(1)]));
  }

  function maximum(definition) {
    return definition.scale[definition.scale.length - 1].points;
  }

  function share(reply, top) {
    return isRated(reply) ? Rational.of(reply.rating + '/' + top) : null;
  }

  function scoreClause(definition, clause, replies) {
    const answered = clause.provisions.filter(provision => replies.has(provision.ref));
    const top = maximum(definition);
    const score = mean(answered.map(p => [share(replies.get(p.ref), top), Rational.of(p.weight)]));
    return {id: clause.id, number: clause.number, score, provisions: clause.provisions};
  }

  function scoreUnit(definition, unit, replies) {
    const clauses = unit.clauses.map(clause => scoreClause(definition, clause, replies));
    return {id: unit.id, number: unit.number, score: plainMean(clauses.map(c => c.score)), clauses};
  }

  function scoreStage(definition, stage, replies) {
    const units = stage.units.map(unit => scoreUnit(definition, unit, replies));
    const scored = [].concat(...units.map(unit => unit.clauses)).filter(clause => clause.score !== null);
    return {id: stage.id, number: stage.number, score: plainMean(scored.map(c => c.score)), units, scored};
  }

  /* The form's own weights, or the number of scored clauses. */
  function stageWeight(definition, stage) {
    if (definition.stage_weights === null) return Rational.of(stage.scored.length);
    const own = new Map(Object.entries(definition.stage_weights));
    return Rational.of(own.get(stage.id) || 0);
  }

  function rank(bands, overall) {
    if (overall === null) return -1;
    const percent = Rational.multiply(overall, Rational.of(100));
    return bands.filter(band => Rational.compare(percent, Rational.of(band.minimum)) >= 0).length - 1;
  }

  function isBelow(score, minimum) {
    return score !== null && Rational.compare(Rational.multiply(score, Rational.of(100)), Rational.of(minimum)) < 0;
  }

  /* What closes the gate: references of requirements at the bottom, or ids of stages below the minimum. */
  function causes(gate, definition, replies, stages) {
    if (gate.rule !== 'requirement_at_bottom') {
      return stages.filter(stage => isBelow(stage.score, gate.minimum)).map(stage => stage.id);
    }
    const bottom = definition.scale[0].points;
    return Outline.questions(definition)
      .map(question => question.provision)
      .filter(p => p.type === 'requirement' && replies.has(p.ref) && replies.get(p.ref).rating === bottom)
      .map(p => p.ref);
  }

  function award(definition, replies, stages, overall) {
    const bands = definition.bands;
    const name = place => (place >= 0 ? bands[place].id : null);
    const capRank = cap => bands.findIndex(band => band.id === cap);
    const reached = rank(bands, overall);
    const gates = definition.gates
      .map(gate => ({rule: gate.rule, causes: causes(gate, definition, replies, stages), cap: gate.cap}))
      .filter(gate => gate.causes.length);
    const left = Math.min(reached, ...gates.map(gate => capRank(gate.cap)));
    return {reached: name(reached), gates, band: name(left)};
  }

  function clauseGaps(definition, clause, replies, clauseShare) {
    const rated = clause.provisions
      .map(provision => ({provision, reply: replies.get(provision.ref), weight: Rational.of(provision.weight)}))
      .filter(({reply, weight}) => reply && isRated(reply) && !Rational.isZero(weight));
    const total = rated.reduce((sum, {weight}) => Rational.add(sum, weight), Rational.of(0));
    const top = maximum(definition);
    return rated.filter(({reply}) => reply.rating < top).map(({provision, reply, weight}) => {
      const missing = Rational.subtract(Rational.of(1), share(reply, top));
      const lost = Rational.multiply(Rational.multiply(missing, Rational.divide(weight, total)), clauseShare);
      return {provision: provision.ref, clause: clause.id, type: provision.type, rating: reply.rating, lost};
    });
  }

  /* Every weighted provision below full, the most costly first, ties in outline order. */
  function gapsOf(definition, replies, weighted) {
    const counted = weighted.filter(([stage, weight]) => stage.score !== null && !Rational.isZero(weight));
    const all = counted.reduce((sum, [, weight]) => Rational.add(sum, weight), Rational.of(0));
    const gaps = [];
    for (const [stage, weight] of counted) {
      const clauseShare = Rational.divide(Rational.divide(weight, all), Rational.of(stage.scored.length));
      for (const clause of stage.scored) gaps.push(...clauseGaps(definition, clause, replies, clauseShare));
    }
    return gaps
      .map((gap, place) => ({gap, place}))
      .sort((a, b) => Rational.compare(b.gap.lost, a.gap.lost) || a.place - b.place)
      .map(({gap}) => Object.assign({}, gap, {lost: Rational.print(gap.lost)}));
  }

  function printed(score) {
    return score === null ? null : Rational.print(score);
  }

  function printedPart(part) {
    return {id: part.id, number: part.number, score: printed(part.score)};
  }

  function printedStage(stage) {
    const units = stage.units.map(unit => Object.assign(printedPart(unit), {clauses: unit.clauses.map(printedPart)}));
    return Object.assign(printedPart(stage), {units});
  }

  /*
   * The same record as model/result.py without the people: scores as exact strings, or null. Only what is asked of
   * someone with these business models counts; everything where there are none.
   */
  function score(whole, answers, models) {
    const definition = Outline.asked(whole, models);
    const questions = Outline.questions(definition);
    const given = questions.filter(question => isAnswered(answers[question.ref]));
    const replies = new Map(given.map(question => [question.ref, answers[question.ref]]));
    const stages = definition.stages.map(stage => scoreStage(definition, stage, replies));
    const weighted = stages.map(stage => [stage, stageWeight(definition, stage)]);
    const overall = mean(weighted.map(([stage, weight]) => [stage.score, weight]));
    const gaps = gapsOf(definition, replies, weighted);
    const counts = {
      total: questions.length,
      answered: replies.size,
      not_applicable: Array.from(replies.values()).filter(reply => !isRated(reply)).length,
    };
    const scores = {overall: printed(overall), stages: stages.map(printedStage)};
    return Object.assign(scores, award(definition, replies, stages, overall), {gaps}, counts);
  }

  return {score, isAnswered, isRated};
}());
