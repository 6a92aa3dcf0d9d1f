/* Scores as a radar: an axis a stage, clockwise from the top. Its numbers stand in a table beside it. */
const RadarView = (function () {
  const RINGS = [0.2, 0.4, 0.6, 0.8, 1];
  const GAP = 14;
  /* One drawing with the names of the stages, and one without them for narrow screens. */
  const WIDE = {look: 'cb-radar-wide', width: 640, height: 410, radius: 150, size: 14, hasNames: true};
  const NARROW = {look: 'cb-radar-narrow', width: 320, height: 300, radius: 104, size: 15, hasNames: false};

  function at(frame, share, angle) {
    const distance = frame.radius * share;
    return [frame.width / 2 + distance * Math.cos(angle), frame.height / 2 + distance * Math.sin(angle)];
  }

  function corners(points) {
    return points.map(([x, y]) => x.toFixed(1) + ',' + y.toFixed(1)).join(' ');
  }

  function polygon(look, points) {
    return draw('polygon', {class: look, points: corners(points)});
  }

  function anchorOf(angle) {
    if (Math.abs(Math.cos(angle)) < 0.15) return 'middle';
    return Math.cos(angle) > 0 ? 'start' : 'end';
  }

  /* A generous guess at the width of a text in ems: characters of wide scripts are as wide as high. */
  function ems(text) {
    return Array.from(text).reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? 1 : 0.56), 0);
  }

  /* Lines of at most `limit` ems, cut between words and between characters of wide scripts. */
  function wrapped(text, limit) {
    const lines = [''];
    for (const word of text.match(/\s*(?:[^\s\u2e80-\uffef]+|\S[，。、；：）]*)/g) || []) {
      const last = lines[lines.length - 1];
      if (last && ems(last + word) > limit) lines.push(word.trim());
      else lines[lines.length - 1] = last ? last + word : word.trim();
    }
    return lines;
  }

  function linesOf(frame, axis, anchor) {
    const room = anchor === 'middle' ? frame.width * 0.5 : frame.width / 2 - frame.radius - GAP - 6;
    const name = frame.hasNames ? wrapped(axis.number + ' ' + axis.title, room / frame.size) : [axis.number];
    return name.map(text => ({text, look: 'cb-radar-name'})).concat({text: axis.shown, look: 'cb-radar-score'});
  }

  function label(frame, axis, angle) {
    const anchor = anchorOf(angle);
    const lines = linesOf(frame, axis, anchor);
    const leading = frame.size * 1.3;
    const [x, y] = at(frame, 1 + GAP / frame.radius, angle);
    const top = y + (Math.sin(angle) - 1) * leading * lines.length / 2;
    return draw('text', {'text-anchor': anchor, 'font-size': frame.size}, ...lines.map(({text, look}, place) =>
      draw('tspan', {class: look, x: x.toFixed(1), y: (top + leading * (place + 0.8)).toFixed(1), text})));
  }

  function area(frame, look, angles, scores) {
    const points = angles.map((angle, place) => [scores[place], angle]).filter(([score]) => score !== null)
      .map(([score, angle]) => at(frame, score, angle));
    const dots = points.map(([cx, cy]) => draw('circle', {class: look + '-dot', cx: cx.toFixed(1), cy: cy.toFixed(1), r: 3.5}));
    return [polygon(look, points), ...dots];
  }

  function one(frame, axes, name) {
    const angles = axes.map((axis, place) => 2 * Math.PI * place / axes.length - Math.PI / 2);
    const lookOf = ring => (ring < 1 ? 'cb-radar-ring' : 'cb-radar-ring cb-radar-rim');
    const rings = RINGS.map(ring => polygon(lookOf(ring), angles.map(angle => at(frame, ring, angle))));
    const spokes = angles.map(angle => polygon('cb-radar-ring', [at(frame, 0, angle), at(frame, 1, angle)]));
    const hasBefore = axes.some(axis => axis.before !== null);
    const before = hasBefore ? area(frame, 'cb-radar-before', angles, axes.map(axis => axis.before)) : [];
    return draw('svg', {
      class: 'cb-radar ' + frame.look, viewBox: [0, 0, frame.width, frame.height].join(' '), role: 'img', 'aria-label': name,
    }, ...rings, ...spokes, ...before, ...area(frame, 'cb-radar-now', angles, axes.map(axis => axis.score)),
    ...axes.map((axis, place) => label(frame, axis, angles[place])));
  }

  /*
   * `axes`: {number, title, shown, score, before}, the last two from 0 to 1 or null. Null with fewer than three axes,
   * where the bars of the table say it all.
   */
  function build(axes, name) {
    return axes.length < 3 ? null : h('div', {}, one(WIDE, axes, name), one(NARROW, axes, name));
  }

  return {build};
}());
