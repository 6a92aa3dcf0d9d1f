/* Signed files: compact JWS (RFC 7515) with Ed25519. */
const Token = (function () {
  const ED25519 = {name: 'Ed25519'};
  const TIME = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$/;

  /* A time as "YYYY-MM-DDTHH:MM:SSZ"; such texts sort as the times do. */
  function time(value) {
    demand(typeof value === 'string' && TIME.test(value));
    return value;
  }

  function integer(value) {
    demand(Number.isSafeInteger(value) && value >= 0);
    return value;
  }

  async function keyId(publicKey) {
    return (await Bytes.digest(publicKey)).slice(0, 16);
  }

  async function hasSigned(publicKey, signature, content) {
    try {
      const key = await crypto.subtle.importKey('raw', publicKey, ED25519, false, ['verify']);
      return await crypto.subtle.verify(ED25519, key, signature, content);
    } catch (error) {
      return false;
    }
  }

  /* Takes a token apart; nobody has looked at its signature yet. */
  function of(text) {
    const parts = text.split('.');
    demand(parts.length === 3);
    const [header, claims, signature] = parts.map(Bytes.fromBase64);
    const signed = Bytes.fromText(text.slice(0, text.lastIndexOf('.')));
    return {header: Json.parse(header), claims: Json.parse(claims), signed, signature};
  }

  /* Looks at kind, algorithm and signature; `keyOf` gives the public key by its id, or nothing. */
  async function check({header, signed, signature}, kind, keyOf) {
    demand(Json.get(header, 'alg') === 'EdDSA' && Json.get(header, 'typ') === kind && Json.get(header, 'crit') === undefined);
    const id = Json.get(header, 'kid');
    const publicKey = typeof id === 'string' ? keyOf(id) : null;
    demand(publicKey && await hasSigned(publicKey, signature, signed));
  }

  /* Whether this browser can do it at all. The key is that of RFC 8032, 7.1, test 1. */
  async function isPossible() {
    if (!window.crypto || !crypto.subtle || !window.DecompressionStream || !window.BigInt) return false;
    const known = Bytes.fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    const signature = Bytes.fromHex('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555'
      + 'fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b');
    return hasSigned(known, signature, new Uint8Array(0));
  }

  return {of, check, time, integer, keyId, hasSigned, isPossible};
}());
