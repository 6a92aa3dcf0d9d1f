/* What the holder carries: the signed facts of a certificate in its link, and the link in its file. */
const Payload = (function () {
  const MOST_DIGITS = 4096;
  const LARGEST_FILE = 50 * 1024 * 1024;
  const DOMAIN = 'clausebook-certificate/1\n';
  const STRINGS = 15;
  const SIGNATURE = 64;
  const SHORTEST = STRINGS + 6 + SIGNATURE;
  const LINK = /\/verify \(([^()\\\r\n]{0,1000}#[0-9]+)\)/g;
  const EPOCH = Date.UTC(2000, 0, 1);
  const DAY = 86400000;

  const dayOf = date => Math.floor((date.getTime() - EPOCH) / DAY);
  const written = day => new Date(EPOCH + day * DAY).toISOString().slice(0, 10);

  /* The link in a PDF. A byte is a character here: only ASCII is looked for. */
  function linkIn(bytes) {
    const text = new TextDecoder('latin1').decode(bytes);
    const links = new Set(Array.from(text.matchAll(LINK), match => match[1]));
    if (!links.size || !text.startsWith('%PDF-')) throw new Finding('not_a_certificate');
    if (links.size > 1) throw new Finding('malformed');
    return links.values().next().value;
  }

  function bytesOf(link) {
    const digits = link.slice(link.lastIndexOf('#') + 1);
    if (digits.length > MOST_DIGITS) throw new Finding('too_large');
    if (!/^[1-9][0-9]*$/.test(digits)) throw new Finding('malformed');
    const hex = BigInt(digits).toString(16);
    return Bytes.fromHex(hex.length % 2 ? '0' + hex : hex);
  }

  /* Six strings, each after a byte that gives its length, and nothing else. */
  function strings(bytes) {
    const found = [];
    let at = 0;
    for (let count = 0; count < 6; count += 1) {
      const end = at + 1 + bytes[at];
      if (!(end <= bytes.length)) throw new Finding('malformed');
      found.push(decoded(bytes.subarray(at + 1, end)));
      at = end;
    }
    if (at !== bytes.length) throw new Finding('malformed');
    return found;
  }

  function decoded(bytes) {
    try {
      return Bytes.toText(bytes);
    } catch (error) {
      throw new Finding('malformed');
    }
  }

  function facts(bytes) {
    const [issued, expires, overall] = [9, 11, 13].map(at => bytes[at] * 256 + bytes[at + 1]);
    const [serial, scheme, band, name, nameLatin, organization] = strings(bytes.subarray(STRINGS, -SIGNATURE));
    return {serial, scheme, band, name, nameLatin, organization, overall, issued, expires};
  }

  /* Whether a text that somebody has entered is a link rather than a serial. */
  const isLink = text => text.includes('#') || /^[0-9]{40,}$/.test(text);

  /* {bytes, key, signed, signature, facts} of what stands after the `#`; days count from 2000-01-01. */
  function of(link) {
    const bytes = bytesOf(link.trim());
    if (bytes.length < SHORTEST) throw new Finding('malformed');
    if (bytes[0] !== 1) throw new Finding('unsupported_version');
    const domain = Bytes.fromText(DOMAIN);
    const signed = new Uint8Array(domain.length + bytes.length - SIGNATURE);
    signed.set(domain);
    signed.set(bytes.subarray(0, -SIGNATURE), domain.length);
    const key = Bytes.toHex(bytes.subarray(1, 9));
    return {bytes, key, signed, signature: bytes.slice(-SIGNATURE), facts: facts(bytes)};
  }

  return {LARGEST_FILE, isLink, linkIn, of, dayOf, written};
}());
