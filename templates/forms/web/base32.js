/* Bytes as letters and digits and back: base32 of RFC 4648, in capitals and without padding. */
const Base32 = (function () {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

  function write(bytes) {
    let text = '';
    let held = 0;
    let bits = 0;
    for (const byte of bytes) {
      held = ((held << 8) | byte) & 0xfff;
      for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >>> (bits - 5)) & 31];
    }
    return bits ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
  }

  /* The bytes of a text, or null where no bytes are written like that. */
  function read(text) {
    const bytes = new Uint8Array(Math.floor(text.length * 5 / 8));
    let held = 0;
    let bits = 0;
    let size = 0;
    for (const letter of text) {
      const value = ALPHABET.indexOf(letter);
      if (value < 0) return null;
      held = ((held << 5) | value) & 0xfff;
      bits += 5;
      if (bits < 8) continue;
      bits -= 8;
      bytes[size] = held >>> bits;
      size += 1;
    }
    const hasRest = bits >= 5 || (held & ((1 << bits) - 1)) !== 0;
    return hasRest ? null : bytes;
  }

  return {write, read};
}());
