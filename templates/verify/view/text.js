/* Texts from outside, made fit to be shown: they only ever enter as text, and nothing in them is out of sight. */
const Shown = (function () {
  const UNSEEN = new RegExp('[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f'
    + '\\ufeff\\ufff9-\\ufffc\\u{e0000}-\\u{e0fff}]', 'gu');

  /* Controls, and characters that turn text around or show nothing, become their code points. */
  function visible(text) {
    return text.replace(UNSEEN, character => '⟨U+' + character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + '⟩');
  }

  /* A text of the lists in a language, else in English, else in any; `fallback` where there is none. */
  function localized(texts, language, fallback) {
    if (!Json.isObject(texts)) return fallback;
    const found = [Json.get(texts, language), Json.get(texts, 'en'), ...Object.values(texts)];
    return found.find(text => typeof text === 'string') || fallback;
  }

  /* A day, counted from 2000-01-01, in words. */
  function day(number, language) {
    const iso = Payload.written(number);
    return h('time', {datetime: iso, text: moment(iso, language, {dateStyle: 'long', timeZone: 'UTC'})});
  }

  function moment(time, language, format) {
    return new Intl.DateTimeFormat(language, format).format(new Date(time));
  }

  return {visible, localized, day, moment};
}());
