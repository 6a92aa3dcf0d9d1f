/*
 * A draft: what a person has entered so far. Every entry carries the moment it was made, so that two drafts of the
 * same form merge into one without losing either's newer entries. Emptied entries stay, for the same reason.
 *
 * {format, hash, statements: {ref: [digest, number]}, started, saved, cleared, clock, answers: {ref: {rating,
 *  not_applicable, reason, comment, evidence, at}}, fields: {name: {value, at}}}; `at`, `cleared` and `clock` are
 * milliseconds and only ever grow. `statements` tells what the form asked when the draft was last saved; drafts from
 * before that was kept have none.
 */
const Draft = (function () {
  const FORMAT = 'clausebook-draft/1';
  const BLANK = /^[\s\u0085]+|[\s\u0085]+$/g;

  const PERSON = ['id', 'name', 'department'];

  function empty(hash, statements) {
    const nothing = () => Object.create(null);
    return {
      format: FORMAT, hash, statements: statements || nothing(), started: '', saved: '', cleared: 0, clock: 0,
      answers: nothing(), fields: nothing(),
    };
  }

  /* A draft for this form in which nothing has been entered yet. */
  function fresh(definition) {
    const statements = Object.create(null);
    for (const {ref, clause, provision} of Outline.questions(definition)) statements[ref] = [provision.digest, clause.number];
    return empty(definition.hash, statements);
  }

  function isEntry(value) {
    return Boolean(value) && typeof value === 'object' && Number.isFinite(value.at);
  }

  function entries(source) {
    const kept = Object.create(null);
    for (const [key, value] of Object.entries(source || {})) if (isEntry(value)) kept[key] = value;
    return kept;
  }

  function remembered(source) {
    const kept = Object.create(null);
    for (const [ref, value] of Object.entries(source || {})) if (Array.isArray(value)) kept[ref] = value.map(String);
    return kept;
  }

  /* The draft in a stored text, or null where the text holds none. */
  function parse(text) {
    try {
      const data = JSON.parse(text);
      if (!data || data.format !== FORMAT) return null;
      const found = {answers: entries(data.answers), fields: entries(data.fields)};
      return Object.assign(empty(String(data.hash), remembered(data.statements)), {
        started: String(data.started || ''), saved: String(data.saved || ''),
        cleared: Number(data.cleared) || 0, clock: Number(data.clock) || 0,
      }, found);
    } catch (error) {
      return null;
    }
  }

  /* A moment later than any other in the draft, whatever the clock says. */
  function tick(draft) {
    draft.clock = Math.max(Date.now(), draft.clock + 1);
    return draft.clock;
  }

  function isNewerEntry(mine, theirs) {
    if (!theirs || mine.at !== theirs.at) return !theirs || mine.at > theirs.at;
    return JSON.stringify(mine) > JSON.stringify(theirs);
  }

  function mergeEntries(mine, theirs, cleared) {
    const merged = Object.assign(Object.create(null), theirs);
    for (const key of Object.keys(mine)) if (isNewerEntry(mine[key], theirs[key])) merged[key] = mine[key];
    for (const key of Object.keys(merged)) if (merged[key].at <= cleared) delete merged[key];
    return merged;
  }

  function earliest(a, b) {
    return [a, b].filter(Boolean).sort()[0] || '';
  }

  /* One draft with the newer entries of both; the form is that of `mine`. */
  function merge(mine, theirs) {
    const cleared = Math.max(mine.cleared, theirs.cleared);
    return Object.assign(empty(mine.hash, mine.statements), {
      started: mine.cleared === theirs.cleared ? earliest(mine.started, theirs.started)
        : (mine.cleared > theirs.cleared ? mine : theirs).started,
      saved: [mine.saved, theirs.saved].sort()[1],
      cleared,
      clock: Math.max(mine.clock, theirs.clock),
      answers: mergeEntries(mine.answers, theirs.answers, cleared),
      fields: mergeEntries(mine.fields, theirs.fields, cleared),
    });
  }

  function hasNewer(mine, theirs) {
    return Object.keys(mine).some(key => isNewerEntry(mine[key], theirs[key]));
  }

  /* Whether `mine` holds something that `theirs` still lacks. */
  function isAhead(mine, theirs) {
    return mine.cleared > theirs.cleared
      || hasNewer(mine.answers, theirs.answers) || hasNewer(mine.fields, theirs.fields);
  }

  function setAnswer(draft, ref, change) {
    draft.answers[ref] = Object.assign({}, draft.answers[ref], change, {at: tick(draft)});
    draft.started = draft.started || new Date().toISOString();
  }

  function setField(draft, name, value) {
    draft.fields[name] = {value, at: tick(draft)};
  }

  function field(draft, name) {
    return draft.fields[name] ? String(draft.fields[name].value) : '';
  }

  /* The particulars of the person rated, or with the prefix 'reviewer_' of who rates. */
  function person(draft, prefix) {
    const particulars = {};
    for (const name of PERSON) particulars[name] = trim(field(draft, prefix + name));
    return particulars;
  }

  function setPerson(draft, prefix, particulars) {
    for (const name of PERSON) setField(draft, prefix + name, (particulars && particulars[name]) || '');
  }

  /* The business models chosen among those of the form, in its order; none means all. */
  function models(definition, draft) {
    const chosen = field(draft, 'models').split(' ');
    return definition.models.map(model => model.id).filter(id => chosen.includes(id));
  }

  /* A draft without entries that makes every older draft forget its own; the language stays. */
  function clear(draft) {
    const cleared = Object.assign(empty(draft.hash, draft.statements), {cleared: tick(draft), clock: draft.clock});
    if (field(draft, 'language')) setField(cleared, 'language', field(draft, 'language'));
    return cleared;
  }

  function trim(text) {
    return String(text || '').replace(BLANK, '');
  }

  function onScale(definition, entry) {
    return definition.scale.some(answer => answer.points === entry.rating);
  }

  function replyOf(definition, entry) {
    const reply = {};
    if (onScale(definition, entry)) reply.rating = entry.rating;
    else if (entry.not_applicable && trim(entry.reason)) {
      reply.not_applicable = true;
      reply.reason = trim(entry.reason);
    }
    if (trim(entry.comment)) reply.comment = trim(entry.comment);
    if (entry.evidence && entry.evidence.length) reply.evidence = entry.evidence;
    return reply;
  }

  /* What counts of the draft, in the words of a response: not applicable without a reason is no answer. */
  function answers(definition, draft) {
    const replies = {};
    for (const {ref} of Outline.questions(definition)) {
      const reply = draft.answers[ref] ? replyOf(definition, draft.answers[ref]) : {};
      if (Object.keys(reply).length) replies[ref] = reply;
    }
    return replies;
  }

  function isGiven(entry) {
    return Number.isInteger(entry.rating) || Boolean(entry.not_applicable) || Boolean(trim(entry.comment))
      || Boolean(entry.evidence && entry.evidence.length);
  }

  /* How many of the answers given still have a question and a place on the scale. */
  function fit(definition, given) {
    const asked = new Set(Outline.questions(definition).map(question => question.ref));
    const entered = Object.keys(given).filter(ref => isGiven(given[ref]));
    const fits = ref => asked.has(ref) && (!Number.isInteger(given[ref].rating) || onScale(definition, given[ref]));
    const kept = entered.filter(fits).length;
    return {kept, dropped: entered.length - kept};
  }

  /*
   * What has become of the form since a draft was saved: {kept, dropped, fresh, reworded, gone}. The first two count
   * answers, `fresh` and `reworded` are references, `gone` pairs of a reference and the clause's number.
   */
  function changes(definition, stored) {
    const now = fresh(definition).statements;
    const then = stored.statements;
    const known = Object.keys(then);
    const before = known.length ? known : Object.keys(stored.answers).filter(ref => isGiven(stored.answers[ref]));
    return Object.assign(fit(definition, stored.answers), {
      fresh: known.length ? Object.keys(now).filter(ref => !then[ref]) : [],
      reworded: Object.keys(now).filter(ref => then[ref] && then[ref][0] !== now[ref][0]),
      gone: before.filter(ref => !now[ref]).map(ref => [ref, then[ref] ? then[ref][1] : '']),
    });
  }

  function isEmpty(draft) {
    const written = PERSON.some(name => field(draft, name) || field(draft, 'reviewer_' + name));
    return !written && !Object.values(draft.answers).some(isGiven);
  }

  return {
    empty, fresh, parse, merge, isAhead, setAnswer, setField, field, person, setPerson, models, clear, trim, answers,
    changes, fit, isEmpty, onScale, PERSON,
  };
}());
