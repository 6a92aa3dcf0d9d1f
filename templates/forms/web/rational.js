/* Exact fractions on BigInt, never negative here; printed as Python's str(Fraction) prints them. */
const Rational = (function () {
  function divisor(a, b) {
    while (b) [a, b] = [b, a % b];
    return a;
  }

  function make(top, bottom) {
    const common = divisor(top, bottom);
    return {top: top / common, bottom: bottom / common};
  }

  /* Reads 3, "3" and "37/40". */
  function of(value) {
    const parts = String(value).split('/');
    return make(BigInt(parts[0]), BigInt(parts[1] || 1));
  }

  function add(a, b) {
    return make(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
  }

  function subtract(a, b) {
    return make(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
  }

  function multiply(a, b) {
    return make(a.top * b.top, a.bottom * b.bottom);
  }

  function divide(a, b) {
    return make(a.top * b.bottom, a.bottom * b.top);
  }

  /* Below, at or above zero as `a` is less than, equal to or more than `b`. */
  function compare(a, b) {
    const left = a.top * b.bottom;
    const right = b.top * a.bottom;
    return left < right ? -1 : Number(left > right);
  }

  function isZero(a) {
    return !a.top;
  }

  function print(a) {
    return String(a.bottom) === '1' ? String(a.top) : a.top + '/' + a.bottom;
  }

  /* Percent with one decimal, half up; an en dash where there is no score. */
  function shown(a) {
    if (a === null) return '–';
    const tenths = (a.top * BigInt(2000) + a.bottom) / (a.bottom * BigInt(2));
    const digits = String(tenths).padStart(2, '0');
    return digits.slice(0, -1) + '.' + digits.slice(-1);
  }

  return {of, add, subtract, multiply, divide, compare, isZero, print, shown};
}());
