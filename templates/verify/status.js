/* Bitstring status lists (W3C Recommendation, 2.2 and 3.3). */
const Status = (function () {
  const SMALLEST = 131072 / 8;
  const LARGEST = 16 * 1024 * 1024;

  /* What a gzip stream holds, up to a bound; more is an attack. */
  async function inflate(packed) {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    const pieces = [];
    let size = 0;
    for (;;) {
      const {done, value} = await reader.read();
      if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer());
      size += value.length;
      if (size > LARGEST) {
        await reader.cancel();
        return demand(false);
      }
      pieces.push(value);
    }
  }

  async function unpack(encoded) {
    demand(typeof encoded === 'string' && encoded.startsWith('u'));
    const bits = await inflate(Bytes.fromBase64(encoded.slice(1))).catch(() => demand(false));
    demand(bits.length >= SMALLEST);
    return bits;
  }

  /* The first bit is the highest of the first byte. */
  function isSet(bits, index) {
    demand(index < bits.length * 8);
    return (bits[Math.floor(index / 8)] >> (7 - index % 8) & 1) === 1;
  }

  return {unpack, isSet};
}());
