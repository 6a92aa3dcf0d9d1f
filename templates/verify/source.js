/*
 * The published files. They come as classic scripts that call `clausebookList`, since a page opened from disk may load
 * nothing else. What they hold is believed only after its signature or digest has been looked at.
 */
const Source = (function () {
  const NAME = /^(?:keys\.jwt|lists\.jwt|issued\/[0-9a-f]{2}\.json|status\/(?:revocation|refresh)\.jwt)$/;
  const PATIENCE = 30000;
  const FRESH = 600000;
  const waiting = new Map();

  window.clausebookList = (name, text) => {
    const take = waiting.get(name);
    if (take && typeof text === 'string') take(text);
  };

  /* A name of its own for each content, so that no cache gives an old one; files on disk need none. */
  function address(name, digest) {
    if (window.location.protocol === 'file:') return name + '.js';
    return name + '.js?' + (digest ? digest.slice(0, 16) : Math.floor(Date.now() / FRESH));
  }

  function insert(name, digest) {
    return new Promise(resolve => {
      const script = document.createElement('script');
      const end = text => {
        script.remove();
        waiting.delete(name);
        resolve(text);
      };
      waiting.set(name, end);
      script.addEventListener('load', () => waiting.get(name) === end && end(null));
      script.addEventListener('error', () => end(null));
      setTimeout(() => waiting.get(name) === end && end(null), PATIENCE);
      script.src = address(name, digest);
      document.head.append(script);
    });
  }

  const pending = new Map();

  /* The text of a file, or null. */
  function load(name, digest) {
    if (!NAME.test(name)) return Promise.resolve(null);
    if (!pending.has(name)) pending.set(name, insert(name, digest).finally(() => pending.delete(name)));
    return pending.get(name);
  }

  return {load};
}());
