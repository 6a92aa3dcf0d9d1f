/*
 * A test that is under way, as one line of at most 4,000 characters: SCORM 1.2 leaves no more room than 4,096. Each
 * answer begins with a sign: "0" not checked yet, "1" checked, "R" and "W" a text that was right or wrong, which need
 * not be complete. What was written in one's own words is left out.
 */
const TestState = (function () {
  const VERSION = '1';
  const LONGEST = 4000;
  const ROOM = [200, 40, 8, 0];
  const TEXTS = ['number', 'text'];

  function isText(question) {
    return TEXTS.includes(question.type);
  }

  function sign(entry, question) {
    if (!Round.isChecked(entry)) return '0';
    if (!isText(question)) return '1';
    return Round.verdict(entry) === 'right' ? 'R' : 'W';
  }

  function field(text) {
    return text.replace(/[|%]/g, encodeURIComponent);
  }

  function line(app, room) {
    const {entries, place} = app.round;
    const answers = entries.map(entry => {
      const question = app.questions.get(entry.id);
      return sign(entry, question) + field(isText(question) ? entry.given.slice(0, room) : entry.given);
    });
    return [VERSION, app.language, place, ...answers].join('|');
  }

  function write(app) {
    const lines = ROOM.map(room => line(app, room));
    return lines.find(text => text.length <= LONGEST) || lines[ROOM.length - 1];
  }

  function take(app, entry, text) {
    const question = app.questions.get(entry.id);
    entry.given = text.slice(1).replace(/%7C|%25/gi, decodeURIComponent);
    if (text[0] === 'R' || text[0] === 'W') entry.share = text[0] === 'R' ? '1' : '0';
    else if (text[0] === '1') entry.share = Marking.mark({question, order: entry.order}, entry.given);
    entry.isRevealed = Round.isChecked(entry);
  }

  /* Puts a test where a line says; a line of another test leaves it at its beginning. */
  function read(app, text) {
    const [version, language, place, ...answers] = text.split('|');
    const {entries} = app.round;
    if (version !== VERSION || answers.length !== entries.length) return;
    if (app.definition.languages.includes(language)) app.language = language;
    entries.forEach((entry, at) => take(app, entry, answers[at]));
    app.round.place = Math.min(Math.max(0, Number(place) || 0), entries.length);
  }

  return {write, read};
}());
