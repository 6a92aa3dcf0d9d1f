/*
 * SHA-256 (FIPS 180-4) taken in pieces, so that a large file is never in memory as a whole. Our own, because a page
 * from a plain-http server has no crypto.subtle.
 */
const Sha256 = (function () {
  const BLOCK = 64;
  const LENGTH_AT = 56;
  const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
  const ROUNDS = new Int32Array([
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]);

  /* The 64 words of a block: 16 are its bytes, the others follow from those before them. */
  function schedule(words, bytes, from) {
    for (let t = 0, at = from; t < 16; t += 1, at += 4) {
      words[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let t = 16; t < 64; t += 1) {
      const x = words[t - 15];
      const y = words[t - 2];
      const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      words[t] = (((words[t - 16] + low) | 0) + ((words[t - 7] + high) | 0)) | 0;
    }
  }

  /* The letters are those of FIPS 180-4, 6.2.2; local variables, because this is where all the time goes. */
  function compress(state, words) {
    let a = state[0];
    let b = state[1];
    let c = state[2];
    let d = state[3];
    let e = state[4];
    let f = state[5];
    let g = state[6];
    let h = state[7];
    for (let t = 0; t < 64; t += 1) {
      const turnE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const choice = (e & f) ^ (~e & g);
      const first = (((((h + turnE) | 0) + choice) | 0) + ((ROUNDS[t] + words[t]) | 0)) | 0;
      const turnA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const second = (turnA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    state[0] = (state[0] + a) | 0;
    state[1] = (state[1] + b) | 0;
    state[2] = (state[2] + c) | 0;
    state[3] = (state[3] + d) | 0;
    state[4] = (state[4] + e) | 0;
    state[5] = (state[5] + f) | 0;
    state[6] = (state[6] + g) | 0;
    state[7] = (state[7] + h) | 0;
  }

  /* The bytes left over, a single bit, and the length in bits at the end of the last block. */
  function padded(rest, length) {
    const bytes = new Uint8Array(rest.length < LENGTH_AT ? BLOCK : 2 * BLOCK);
    bytes.set(rest);
    bytes[rest.length] = 0x80;
    const view = new DataView(bytes.buffer);
    view.setUint32(bytes.length - 8, Math.floor(length / 0x20000000));
    view.setUint32(bytes.length - 4, (length << 3) >>> 0);
    return bytes;
  }

  class Hash {
    constructor() {
      this.state = new Int32Array(START);
      this.words = new Int32Array(BLOCK);
      this.rest = new Uint8Array(0);
      this.length = 0;
    }

    /* Takes in more bytes, a Uint8Array of any length. */
    update(bytes) {
      this.length += bytes.length;
      const missing = (BLOCK - this.rest.length) % BLOCK;
      const joined = new Uint8Array(this.rest.length + Math.min(missing, bytes.length));
      joined.set(this.rest);
      joined.set(bytes.subarray(0, missing), this.rest.length);
      this.rest = joined.length < BLOCK ? joined : this.blocks(joined);
      if (bytes.length > missing) this.rest = this.blocks(bytes.subarray(missing));
      return this;
    }

    /* Works off the whole blocks and returns a copy of what is left. */
    blocks(bytes) {
      const whole = bytes.length - bytes.length % BLOCK;
      for (let from = 0; from < whole; from += BLOCK) {
        schedule(this.words, bytes, from);
        compress(this.state, this.words);
      }
      return bytes.slice(whole);
    }

    /* The digest of all that was taken in, as a Uint8Array; nothing more may follow. */
    digest() {
      this.blocks(padded(this.rest, this.length));
      const bytes = new Uint8Array(4 * this.state.length);
      this.state.forEach((word, place) => new DataView(bytes.buffer).setInt32(4 * place, word));
      return bytes;
    }

    /* The same as 64 hex digits. */
    hex() {
      return Array.from(this.digest(), byte => byte.toString(16).padStart(2, '0')).join('');
    }
  }

  return {start: () => new Hash()};
}());
