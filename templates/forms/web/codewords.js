/*
 * The codewords of a QR code (ISO/IEC 18004:2015): a text as a segment of the alphanumeric or the byte mode, filled up,
 * cut into blocks and guarded by Reed-Solomon codes. Tables, annexes and clauses named here are those of the standard.
 */
const Codewords = (function () {
  const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  const HIGHEST = 40;
  /* By version from 1: check codewords in each block, and how many blocks there are (table 9). */
  const CHECKS = {
    L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
      28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
      26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
  };
  const BLOCKS = {
    L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
      8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
    M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
      17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
  };

  function sizeOf(version) {
    return 17 + 4 * version;
  }

  /* Rows and columns on which alignment patterns are centred (annex E): evenly spaced but for the first gap. */
  function centres(version) {
    if (version === 1) return [];
    const gaps = Math.floor(version / 7) + 1;
    const last = sizeOf(version) - 7;
    const gap = version === 32 ? 26 : 2 * Math.ceil((last - 6) / gaps / 2);
    return [6].concat(Array.from({length: gaps}, (nothing, place) => last - gap * (gaps - 1 - place)));
  }

  /* Modules that are left for data: the whole square without finders, timing, format, version and alignment. */
  function dataModules(version) {
    const size = sizeOf(version);
    const along = centres(version).length;
    const alignment = along ? 25 * (along * along - 3) - 10 * (along - 2) : 0;
    return size * size - 3 * 64 - 2 * (size - 16) - 31 - (version >= 7 ? 36 : 0) - alignment;
  }

  function codewords(version) {
    return Math.floor(dataModules(version) / 8);
  }

  function dataCodewords(version, level) {
    return codewords(version) - CHECKS[level][version - 1] * BLOCKS[level][version - 1];
  }

  /* Bits in the order of writing, gathered into codewords. */
  class Bits {
    constructor() {
      this.list = [];
    }

    put(value, width) {
      for (let bit = width - 1; bit >= 0; bit -= 1) this.list.push((value >>> bit) & 1);
      return this;
    }

    bytes() {
      const bytes = new Uint8Array(Math.ceil(this.list.length / 8));
      this.list.forEach((bit, place) => {
        bytes[place >> 3] |= bit << (7 - place % 8);
      });
      return bytes;
    }
  }

  function isAlphanumeric(text) {
    return Array.from(text).every(letter => LETTERS.includes(letter));
  }

  /* The width of the character count in bits: modes widen it at versions 10 and 27 (table 3). */
  function countWidth(isPlain, version) {
    const step = version < 10 ? 0 : version < 27 ? 1 : 2;
    return isPlain ? [9, 11, 13][step] : [8, 16, 16][step];
  }

  function writeAlphanumeric(bits, text) {
    for (let at = 0; at < text.length; at += 2) {
      const [first, second] = [LETTERS.indexOf(text[at]), LETTERS.indexOf(text[at + 1] || '0')];
      if (at + 1 < text.length) bits.put(45 * first + second, 11);
      else bits.put(first, 6);
    }
  }

  /* The text as a segment, which depends on the version by the width of its count only. */
  function segment(text) {
    const isPlain = isAlphanumeric(text);
    const bytes = isPlain ? null : new TextEncoder().encode(text);
    const count = isPlain ? text.length : bytes.length;
    const body = isPlain ? 11 * Math.floor(count / 2) + 6 * (count % 2) : 8 * count;
    return {text, isPlain, bytes, count, length: version => 4 + countWidth(isPlain, version) + body};
  }

  /* The data codewords of a version: the segment, an end, and the two filling codewords in turn (7.4.10). */
  function dataOf({text, isPlain, bytes, count}, version, level) {
    const bits = new Bits().put(isPlain ? 2 : 4, 4).put(count, countWidth(isPlain, version));
    if (isPlain) writeAlphanumeric(bits, text);
    else for (const byte of bytes) bits.put(byte, 8);
    const room = 8 * dataCodewords(version, level);
    bits.put(0, Math.min(4, room - bits.list.length));
    bits.put(0, (8 - bits.list.length % 8) % 8);
    for (let filler = 0xec; bits.list.length < room; filler ^= 0xec ^ 0x11) bits.put(filler, 8);
    return bits.bytes();
  }

  /* Powers of 2 in the field of 256 elements modulo x^8 + x^4 + x^3 + x^2 + 1, and their logarithms. */
  const POWERS = [];
  const LOGARITHMS = [];
  for (let power = 0, value = 1; power < 255; power += 1) {
    POWERS[power] = value;
    LOGARITHMS[value] = power;
    value = value << 1 ^ (value > 127 ? 0x11d : 0);
  }

  function multiply(a, b) {
    return a && b ? POWERS[(LOGARITHMS[a] + LOGARITHMS[b]) % 255] : 0;
  }

  /* The generator of Reed-Solomon codes with so many check codewords, without its leading 1, highest power first. */
  function generator(degree) {
    let factors = [1];
    for (let root = 0; root < degree; root += 1) {
      const times = factors.map(factor => multiply(factor, POWERS[root]));
      factors = factors.concat(0).map((factor, place) => factor ^ (place ? times[place - 1] : 0));
    }
    return factors.slice(1);
  }

  /* What is left of the data, shifted up by the number of check codewords, when the generator divides it. */
  function checksOf(data, divisor) {
    const rest = new Uint8Array(data.length + divisor.length);
    rest.set(data);
    for (let place = 0; place < data.length; place += 1) {
      const lead = rest[place];
      divisor.forEach((factor, below) => {
        rest[place + 1 + below] ^= multiply(factor, lead);
      });
    }
    return rest.subarray(data.length);
  }

  /* Blocks as even as they can be, the shorter ones first. */
  function blocksOf(data, count) {
    const short = Math.floor(data.length / count);
    const firstLong = count - data.length % count;
    let from = 0;
    return Array.from({length: count}, (nothing, place) => {
      const block = data.subarray(from, from + short + (place >= firstLong ? 1 : 0));
      from += block.length;
      return block;
    });
  }

  /* First codewords of all blocks, then the second ones, and so on. */
  function interleave(blocks) {
    const mixed = [];
    const longest = blocks[blocks.length - 1].length;
    for (let place = 0; place < longest; place += 1) {
      for (const block of blocks) if (place < block.length) mixed.push(block[place]);
    }
    return mixed;
  }

  function message(data, version, level) {
    const blocks = blocksOf(data, BLOCKS[level][version - 1]);
    const divisor = generator(CHECKS[level][version - 1]);
    return interleave(blocks).concat(interleave(blocks.map(block => checksOf(block, divisor))));
  }

  /* The smallest version, from 1 to 40, that holds the segment at a level; null where none does. */
  function fittingVersion(piece, level) {
    for (let version = 1; version <= HIGHEST; version += 1) {
      if (piece.length(version) <= 8 * dataCodewords(version, level)) return version;
    }
    return null;
  }

  /*
   * {version, codewords} of the smallest code that holds the text at a level, L or M; null where none does. The
   * codewords stand in the order in which they are drawn.
   */
  function write(text, level) {
    const piece = segment(text);
    const version = fittingVersion(piece, level);
    if (version === null) return null;
    return {version, codewords: message(dataOf(piece, version, level), version, level)};
  }

  return {write, sizeOf, centres};
}());
