/* Serials as people type them: PREFIX-YYYY-NNNNNN-C with a check character by ISO 7064, MOD 37,36. */
const Serial = (function () {
  const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const FORM = /^([A-Z0-9]{2,8}-[0-9]{4}-(?:[0-9]{6}|[1-9][0-9]{6,8}))-([0-9A-Z])$/;
  const DASH = /[\u2010-\u2015\u2212]/g;

  function checkCharacter(body) {
    let product = 36;
    for (const character of body.replace(/-/g, '')) {
      product = (product + ALPHABET.indexOf(character)) % 36 || 36;
      product = product * 2 % 37;
    }
    return ALPHABET[(37 - product) % 36];
  }

  /* The serial that is meant. Lower case, full-width letters, blanks and dashes of any kind are accepted. */
  function parse(text) {
    const typed = text.replace(/\s/g, '').replace(DASH, '-').normalize('NFKC').toUpperCase();
    const [, body, check] = FORM.exec(typed) || [];
    if (!body || checkCharacter(body) !== check) throw new Finding('bad_serial');
    return typed;
  }

  return {parse};
}());
