/* Ends a verification with a reason. */
class Finding extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/* What a list has to be, or it is not believed. */
function demand(isRight) {
  if (!isRight) throw new Finding('bad_lists');
}

/* Bytes and the ways of writing them; each reads only what it would write itself. */
const Bytes = (function () {
  const BASE64 = /^[A-Za-z0-9_-]+$/;

  const fromText = text => new TextEncoder().encode(text);

  /* Throws where it is not UTF-8. */
  const toText = bytes => new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);

  const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

  const fromHex = hex => Uint8Array.from(hex.match(/../g) || [], pair => parseInt(pair, 16));

  /* base64url without padding (RFC 4648, 5). */
  function fromBase64(text) {
    demand(typeof text === 'string' && BASE64.test(text) && text.length % 4 !== 1);
    const plain = text.replace(/-/g, '+').replace(/_/g, '/');
    const binary = atob(plain.padEnd(Math.ceil(text.length / 4) * 4, '='));
    demand(btoa(binary).replace(/=+$/, '') === plain);
    return Uint8Array.from(binary, character => character.charCodeAt(0));
  }

  async function digest(bytes) {
    return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  }

  return {fromText, toText, toHex, fromHex, fromBase64, digest};
}());
