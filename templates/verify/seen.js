/* The highest versions of the lists that this browser has come across, where it keeps anything. */
const Seen = (function () {
  const name = address => 'clausebook-verify:' + address;
  const number = value => (Number.isSafeInteger(value) ? value : 0);

  function read(address) {
    try {
      const {keys, lists} = JSON.parse(window.localStorage.getItem(name(address))) || {};
      return {keys: number(keys), lists: number(lists)};
    } catch (error) {
      return {keys: 0, lists: 0};
    }
  }

  function note(address, {keys, lists}) {
    const before = read(address);
    const highest = {keys: Math.max(before.keys, keys), lists: Math.max(before.lists, lists)};
    try {
      window.localStorage.setItem(name(address), JSON.stringify(highest));
    } catch (error) {
      /* A browser that keeps nothing forgets; the dates in the lists still hold. */
    }
  }

  return {read, note};
}());
