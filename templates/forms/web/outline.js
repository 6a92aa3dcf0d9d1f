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

  function answerOf(definition, points) {
    return definition.scale.find(answer => answer.points === points);
  }

  return {questions, question, ofStage, answerOf};
}());
