/* A draft as a response file, and back. What comes in is checked before any of it is believed. */
const Transfer = (function () {
  const FORMAT = 'clausebook-response/1';
  const LONGEST = {id: 80, name: 200, department: 200, reason: 10000, comment: 10000};
  const SURROGATES = /[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g;

  function wellFormed(key, value) {
    const mend = found => (found.length === 2 ? found : '\uFFFD');
    return typeof value === 'string' ? value.replace(SURROGATES, mend) : value;
  }

  function hasReviewer(definition) {
    return definition.kind !== 'self';
  }

  function plain(definition, draft, language) {
    const whose = {person: Draft.person(draft, '')};
    if (hasReviewer(definition)) whose.reviewer = Draft.person(draft, 'reviewer_');
    const head = {format: FORMAT, form: definition.form, form_hash: definition.hash, language};
    return Object.assign(head, whose, {
      models: Draft.models(definition, draft), started: draft.started, saved: draft.saved || new Date().toISOString(),
      answers: Draft.answers(definition, draft),
    });
  }

  /* The response file's text; half of a character, which no other program could read, is replaced. */
  function write(definition, draft, language) {
    return JSON.stringify(plain(definition, draft, language), wellFormed, 1) + '\n';
  }

  /* The same as plain data. */
  function response(definition, draft, language) {
    return JSON.parse(write(definition, draft, language));
  }

  function inName(text) {
    return Draft.trim(text).replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 40);
  }

  function fileName(definition, draft) {
    const ids = [Draft.field(draft, 'id'), Draft.field(draft, 'reviewer_id')].map(inName);
    const moment = new Date();
    const two = number => String(number).padStart(2, '0');
    const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('');
    return [definition.form, ...ids, day, two(moment.getHours()) + two(moment.getMinutes())].filter(Boolean).join('-') + '.json';
  }

  function isRecord(value) {
    return Boolean(value) && typeof value === 'object' && !Array.isArray(value);
  }

  function isText(value, longest) {
    return value === undefined || value === null || (typeof value === 'string' && Array.from(value).length <= longest);
  }

  function isEvidence(value) {
    const isFile = file => isRecord(file) && typeof file.name === 'string' && /^[0-9a-f]{64}$/.test(file.sha256);
    return value === undefined || (Array.isArray(value) && value.every(isFile));
  }

  function isReply(reply) {
    if (!isRecord(reply)) return false;
    const rating = reply.rating === undefined ? null : reply.rating;
    const away = reply.not_applicable === undefined ? null : reply.not_applicable;
    if (rating !== null && (!Number.isInteger(rating) || away !== null)) return false;
    if (away !== null && (away !== true || !Draft.trim(reply.reason))) return false;
    return isText(reply.reason, LONGEST.reason) && isText(reply.comment, LONGEST.comment) && isEvidence(reply.evidence);
  }

  function isPerson(person) {
    return isRecord(person) && Draft.PERSON.every(name => isText(person[name], LONGEST[name]));
  }

  function isAboutWhom(definition, data) {
    const isReviewed = data.reviewer !== undefined && data.reviewer !== null;
    return isPerson(data.person) && (!isReviewed || (hasReviewer(definition) && isPerson(data.reviewer)));
  }

  function isModels(models) {
    return models === undefined || (Array.isArray(models) && models.every(model => typeof model === 'string'));
  }

  function problem(key, values) {
    return {key, values: values || {}};
  }

  function envelopeProblem(definition, data) {
    if (!isRecord(data) || data.format !== FORMAT) return problem('web_import_format', {format: FORMAT});
    if (data.form !== definition.form) {
      return problem('web_import_form', {theirs: String(data.form).slice(0, 80), ours: definition.form});
    }
    if (!isAboutWhom(definition, data) || !isModels(data.models)) return problem('web_import_person');
    return isRecord(data.answers) ? null : problem('web_import_answers');
  }

  function answerProblems(definition, answers) {
    const problems = [];
    for (const [ref, reply] of Object.entries(answers)) {
      const name = ref.slice(0, 160);
      if (!Outline.question(definition, ref)) problems.push(problem('web_import_unknown', {ref: name}));
      else if (!Draft.onScale(definition, reply) && Number.isInteger(reply.rating)) {
        problems.push(problem('web_import_scale', {ref: name, rating: reply.rating}));
      }
    }
    return problems;
  }

  /* The parts of a reply that a draft keeps. */
  function entryOf(reply) {
    const entry = {};
    for (const key of ['rating', 'not_applicable', 'reason', 'comment', 'evidence']) {
      if (reply[key] !== undefined && reply[key] !== null && reply[key] !== '') entry[key] = reply[key];
    }
    return entry;
  }

  function fitting(definition, answers) {
    const kept = {};
    for (const {ref} of Outline.questions(definition)) {
      const reply = Object.prototype.hasOwnProperty.call(answers, ref) ? answers[ref] : null;
      if (reply && (!Number.isInteger(reply.rating) || Draft.onScale(definition, reply))) kept[ref] = entryOf(reply);
    }
    return kept;
  }

  function failed(problems) {
    return {problems, response: null, otherVersion: false};
  }

  /*
   * {problems, response, otherVersion, kept, dropped}: problems are keys of words with their values; without any, the
   * response can be taken in. Answers to another version of the form are limited to those that still fit.
   */
  function check(definition, data) {
    const wrong = envelopeProblem(definition, data);
    if (wrong) return failed([wrong]);
    const damaged = Object.keys(data.answers).filter(ref => !isReply(data.answers[ref]));
    if (damaged.length) return failed(damaged.map(ref => problem('web_import_reply', {ref: ref.slice(0, 160)})));
    const otherVersion = data.form_hash !== definition.hash;
    const problems = otherVersion ? [] : answerProblems(definition, data.answers);
    if (problems.length) return failed(problems);
    const found = {person: data.person, reviewer: data.reviewer || null, answers: fitting(definition, data.answers)};
    for (const name of ['started', 'saved']) found[name] = typeof data[name] === 'string' ? data[name].slice(0, 200) : '';
    found.models = definition.models.map(model => model.id).filter(id => (data.models || []).includes(id));
    return Object.assign({problems, response: found, otherVersion}, Draft.fit(definition, data.answers));
  }

  function readJson(definition, text) {
    try {
      return check(definition, JSON.parse(text));
    } catch (error) {
      return failed([problem('web_import_not_json')]);
    }
  }

  /* Promises what `check` makes of a response file's text or of a text code. */
  function read(definition, text) {
    const bare = text.replace(/^\uFEFF/, '');
    if (!Code.isCode(bare)) return Promise.resolve(readJson(definition, bare));
    return Code.read(definition, bare)
      .then(({problems, response: data}) => (problems.length ? failed(problems) : check(definition, data)));
  }

  return {write, response, read, fileName, hasReviewer, LONGEST};
}());
