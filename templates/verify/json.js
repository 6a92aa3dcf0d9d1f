/* JSON objects in which no key comes twice: what another reader would take for something else is refused. */
const Json = (function () {
  const PARTS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;
  const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

  /* Whether a text that is JSON names a key of an object twice. */
  function repeats(text) {
    const objects = [];
    let last = '';
    for (const [part] of text.matchAll(PARTS)) {
      if (part === '{' || part === '[') objects.push(new Set());
      else if (part === '}' || part === ']') objects.pop();
      else if (part === ':') {
        const keys = objects[objects.length - 1];
        const key = JSON.parse(last);
        if (keys.has(key)) return true;
        keys.add(key);
      } else last = part;
    }
    return false;
  }

  function parse(bytes) {
    try {
      const text = Bytes.toText(bytes);
      const found = JSON.parse(text);
      if (isObject(found) && !repeats(text)) return found;
    } catch (error) {
      demand(false);
    }
    return demand(false);
  }

  /* The value of a key, which may have any name, or undefined. */
  const get = (object, key) => (own(object, key) ? object[key] : undefined);

  return {parse, get, isObject};
}());
