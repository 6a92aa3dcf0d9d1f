/*
 * Spaced repetition with five boxes. A question that is answered rightly when it is due moves up one box and comes
 * back later, a wrong one goes back to the first. Days are local calendar days, written "2026-11-23".
 */
const Leitner = (function () {
  const DAYS = [1, 2, 4, 8, 16];
  const BOXES = DAYS.length;

  function day(date) {
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(n => String(n).padStart(2, '0')).join('-');
  }

  function dateOf(text) {
    const [year, month, date] = text.split('-').map(Number);
    return new Date(year, month - 1, date);
  }

  function later(text, days) {
    const date = dateOf(text);
    date.setDate(date.getDate() + days);
    return day(date);
  }

  /* A date that no answer could have set comes from a clock that was wrong. */
  function isDue(card, today) {
    return card.due <= today || card.due > later(today, DAYS[BOXES - 1]);
  }

  function boxAfter(box, verdict) {
    if (verdict === 'wrong') return 1;
    return verdict === 'right' ? Math.min(box + 1, BOXES) : box;
  }

  /* The card after an answer; `card` is undefined the first time. An answer before its time moves nothing up. */
  function after(card, verdict, now) {
    const today = day(now);
    const old = card || {box: 1, due: today, seen: 0, right: 0};
    const counts = {seen: old.seen + 1, right: old.right + Number(verdict === 'right'), last: now.toISOString()};
    if (verdict === 'right' && !isDue(old, today)) return Object.assign({}, old, counts);
    const box = boxAfter(old.box, verdict);
    const days = verdict === 'right' ? DAYS[box - 1] : DAYS[0];
    return Object.assign({box, due: later(today, days)}, counts);
  }

  return {DAYS, BOXES, day, dateOf, isDue, after};
}());
