/*
 * A response as a text of capitals and digits, for a message or for QR codes: one part or several, each written as
 * CB1/<part>/<parts>/<check>/<chunk>. The chunks in their order are base32 of the payload; the check, the first letters
 * of the payload's SHA-256, shows which parts belong together and that nothing is missing. The payload is a first byte,
 * 0 for JSON or 1 for JSON deflated (RFC 1951), and then the JSON of clausebook-answers/1.
 */
const Code = (function () {
  const MARK = 'CB1/';
  const FORMAT = 'clausebook-answers/1';
  const PLAIN = 0;
  const DEFLATED = 1;
  const LARGEST = 5000000;
  const CHECK = 8;
  const SHOWN = 20;
  const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
  const UNSEEN = /[\s\u200B-\u200F\u2060]+/g;
  const PART = /^([1-9]\d{0,3})\/([1-9]\d{0,3})\/([A-Z2-7]{8})\/([A-Z2-7]+)$/;
  const NOTES = ['reason', 'comment', 'evidence'];
  /*
   * At level M no more than version 17: 85 modules a side, 93 with the border. Shown 11 cm wide on an office screen, a
   * module is more than a millimetre, which phones read from arm's length. Denser codes would be fewer, but harder to
   * read.
   */
  const LONGEST_ON_SCREEN = 720;

  function problem(key, values) {
    return {key, values: values || {}};
  }

  function failed(key, values) {
    return {problems: [problem(key, values)], response: null};
  }

  function isGiven(value) {
    return value !== undefined && value !== null && value.length > 0;
  }

  /* The reply as one character: unanswered, not applicable, or the place of the answer on the scale. */
  function markOf(definition, reply) {
    if (!reply) return '.';
    if (reply.not_applicable) return '-';
    const place = definition.scale.findIndex(answer => answer.points === reply.rating);
    return place < 0 ? '.' : DIGITS[place];
  }

  function noteOf(reply) {
    const note = {};
    for (const key of NOTES) if (isGiven(reply[key])) note[key] = reply[key];
    return note;
  }

  function notesOf(replies) {
    const notes = {};
    replies.forEach((reply, place) => {
      const note = reply ? noteOf(reply) : {};
      if (Object.keys(note).length) notes[place] = note;
    });
    return notes;
  }

  /* The same answers with a character for every question in place of its reference. */
  function compact(definition, response) {
    const replies = Outline.questions(definition).map(question => response.answers[question.ref]);
    const {form, form_hash, language, person, reviewer, started, saved} = response;
    const marks = replies.map(reply => markOf(definition, reply)).join('');
    const whose = Object.assign({models: response.models || [], person}, reviewer ? {reviewer} : {});
    return Object.assign({format: FORMAT, form, form_hash, language}, whose,
      {started: started || '', saved: saved || '', marks, notes: notesOf(replies)});
  }

  function replyOf(definition, mark, note) {
    const reply = mark === '-' ? {not_applicable: true} : {};
    if (mark !== '-' && mark !== '.') reply.rating = definition.scale[DIGITS.indexOf(mark)].points;
    return Object.assign(reply, note);
  }

  function expand(definition, data) {
    const answers = {};
    Outline.questions(definition).forEach((question, place) => {
      const note = noteOf(data.notes[place] || {});
      if (data.marks[place] !== '.' || Object.keys(note).length) {
        answers[question.ref] = replyOf(definition, data.marks[place], note);
      }
    });
    const {form, form_hash, language, person, reviewer, models, started, saved} = data;
    return Object.assign({format: 'clausebook-response/1', form, form_hash, language, person},
      reviewer ? {reviewer} : {}, {models, started, saved, answers});
  }

  function throughStream(bytes, stream) {
    return new Blob([bytes]).stream().pipeThrough(stream);
  }

  function withKind(kind, bytes) {
    const payload = new Uint8Array(1 + bytes.length);
    payload[0] = kind;
    payload.set(bytes, 1);
    return payload;
  }

  /* Browsers learnt 'deflate' years before 'deflate-raw'; the one is the other between two bytes and four. */
  function deflated(bytes) {
    if (!window.CompressionStream) return Promise.resolve(withKind(PLAIN, bytes));
    return new Response(throughStream(bytes, new CompressionStream('deflate'))).arrayBuffer()
      .then(buffer => withKind(DEFLATED, new Uint8Array(buffer).subarray(2, buffer.byteLength - 4)));
  }

  function checkOf(payload) {
    return Base32.write(Sha256.start().update(payload).digest()).slice(0, CHECK);
  }

  function headLength(parts) {
    return MARK.length + 2 * String(parts).length + CHECK + 3;
  }

  /* The smallest number of parts of which none is longer than `longest`. */
  function partCount(length, longest) {
    let parts = 1;
    while (Math.ceil(length / parts) + headLength(parts) > longest) parts += 1;
    return parts;
  }

  function split(payload, longest) {
    const text = Base32.write(payload);
    const check = checkOf(payload);
    const parts = longest ? partCount(text.length, longest) : 1;
    const size = Math.ceil(text.length / parts);
    const count = Math.ceil(text.length / size);
    const chunk = place => text.slice(place * size, (place + 1) * size);
    return Array.from({length: count}, (nothing, place) => MARK + [place + 1, count, check, chunk(place)].join('/'));
  }

  /*
   * Promises the parts of the code, a list of texts, each of at most `longest` characters (40 or more; without it there
   * is one part). `response` is of the format clausebook-response/1 with well-formed texts.
   */
  function write(definition, response, longest) {
    const bytes = new TextEncoder().encode(JSON.stringify(compact(definition, response)));
    return deflated(bytes).then(payload => split(payload, longest));
  }

  /* {check, count, chunks: {number: text}}, or null where the parts are damaged or of several codes. */
  function gather(pieces) {
    const parts = pieces.map(piece => PART.exec(piece));
    if (parts.includes(null)) return null;
    const [, , count, check] = parts[0];
    const chunks = {};
    for (const [, number, ofCount, ofCheck, chunk] of parts) {
      const isOther = ofCount !== count || ofCheck !== check || Number(number) > Number(count);
      if (isOther || (chunks[number] && chunks[number] !== chunk)) return null;
      chunks[number] = chunk;
    }
    return {check, count: Number(count), chunks};
  }

  function missing({count, chunks}) {
    const numbers = Array.from({length: count}, (nothing, place) => place + 1);
    return numbers.filter(number => !chunks[number]);
  }

  /* The payload of a whole code, or null where it is damaged. */
  function payloadOf({check, count, chunks}) {
    const numbers = Array.from({length: count}, (nothing, place) => place + 1);
    const payload = Base32.read(numbers.map(number => chunks[number]).join(''));
    return payload && checkOf(payload) === check ? payload : null;
  }

  /* All bytes of a stream, or null where there are more than can be answers. */
  function drain(reader, chunks, size) {
    return reader.read().then(({done, value}) => {
      if (done) return new Blob(chunks).arrayBuffer().then(buffer => new Uint8Array(buffer));
      if (size + value.length > LARGEST) return reader.cancel().then(() => null);
      return drain(reader, chunks.concat(value), size + value.length);
    });
  }

  function inflater() {
    try {
      return new DecompressionStream('deflate-raw');
    } catch (error) {
      return null;
    }
  }

  function inflated(payload) {
    const bytes = payload.subarray(1);
    if (payload[0] === PLAIN) return Promise.resolve(bytes);
    return drain(throughStream(bytes, inflater()).getReader(), [], 0);
  }

  function isRecord(value) {
    return Boolean(value) && typeof value === 'object' && !Array.isArray(value);
  }

  function isWhole(definition, data) {
    const length = Outline.questions(definition).length;
    const known = '.-' + DIGITS.slice(0, definition.scale.length);
    return typeof data.marks === 'string' && data.marks.length === length && isRecord(data.notes)
      && Array.from(data.marks).every(mark => known.includes(mark));
  }

  function understand(definition, data) {
    if (!isRecord(data) || data.format !== FORMAT) return failed('web_import_format', {format: FORMAT});
    if (data.form !== definition.form) {
      return failed('web_import_form', {theirs: String(data.form).slice(0, 80), ours: definition.form});
    }
    if (data.form_hash !== definition.hash) return failed('web_code_version');
    if (!isWhole(definition, data)) return failed('web_code_damaged');
    return {problems: [], response: expand(definition, data)};
  }

  function parse(definition, bytes) {
    if (!bytes) return failed('web_import_large');
    return understand(definition, JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes)));
  }

  function isCode(text) {
    return text.replace(UNSEEN, '').toUpperCase().startsWith(MARK);
  }

  /*
   * Promises {problems, response}: problems are keys of words with their values; without any, the response is what was
   * written, in the format clausebook-response/1 but not yet checked. Parts may stand in any order.
   */
  function read(definition, text) {
    const pieces = text.replace(UNSEEN, '').toUpperCase().split(MARK).slice(1);
    const code = pieces.length ? gather(pieces) : null;
    if (!code) return Promise.resolve(failed('web_code_damaged'));
    const gone = missing(code);
    const values = {missing: gone.slice(0, SHOWN).join(', '), count: code.count};
    if (gone.length) return Promise.resolve(failed('web_code_incomplete', values));
    const payload = payloadOf(code);
    if (!payload || payload[0] > DEFLATED) return Promise.resolve(failed('web_code_damaged'));
    if (payload[0] === DEFLATED && !inflater()) return Promise.resolve(failed('web_code_old_browser'));
    return inflated(payload).then(bytes => parse(definition, bytes)).catch(() => failed('web_code_damaged'));
  }

  return {write, read, isCode, LONGEST_ON_SCREEN};
}());
