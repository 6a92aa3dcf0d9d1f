/* The questions of a form in their order, and where each of them stands. */
const Outline = (function () {
  function list(definition) {
    const questions = [];
    definition.stages.forEach((stage, page) => {
      for (const unit of stage.units) {
        for (const clause of unit.clauses) {
          for (const provision of clause.provisions) {
            questions.push({ref: provision.ref, page, stage, unit, clause, provision});
          }
        }
      }
    });
    return questions;
  }

  const known = new WeakMap();

  function questions(definition) {
    if (!known.has(definition)) known.set(definition, list(definition));
    return known.get(definition);
  }

  function question(definition, ref) {
    return questions(definition).find(candidate => candidate.ref === ref);
  }

  function ofStage(definition, stage) {
    return questions(definition).filter(candidate => candidate.stage === stage);
  }

  const cuts = new WeakMap();

  function cut(definition, models) {
    const fits = clause => !clause.models.length || clause.models.some(model => models.includes(model));
    const unitsOf = stage => stage.units
      .map(unit => Object.assign({}, unit, {clauses: unit.clauses.filter(fits)})).filter(unit => unit.clauses.length);
    const stages = definition.stages
      .map(stage => Object.assign({}, stage, {units: unitsOf(stage)})).filter(stage => stage.units.length);
    return Object.assign({}, definition, {stages});
  }

  /* The definition with only what someone with these business models is asked; all of it where there are none. */
  function asked(definition, models) {
    if (!models || !models.length) return definition;
    if (!cuts.has(definition)) cuts.set(definition, new Map());
    const made = cuts.get(definition);
    const key = models.slice().sort().join(' ');
    if (!made.has(key)) made.set(key, cut(definition, models));
    return made.get(key);
  }

  function answerOf(definition, points) {
    return definition.scale.find(answer => answer.points === points);
  }

  return {questions, question, ofStage, asked, answerOf};
}());
