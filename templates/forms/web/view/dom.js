/* Elements are made by calls, and text only ever enters as text. */
const Dom = (function () {
  const SVG = 'http://www.w3.org/2000/svg';
  const SHAPES = {
    check: 'M5 13l4 4L19 7',
    right: 'M5 12h14M13 6l6 6-6 6',
    left: 'M19 12H5M11 6l-6 6 6 6',
    down: 'M6 9l6 6 6-6',
    download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
    upload: 'M12 16V5M7 9l5-5 5 5M5 20h14',
    copy: 'M9 9h10v11H9zM5 15V4h10',
    print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
    trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
    comment: 'M4 5h16v11h-9l-4 4v-4H4z',
    book: 'M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14',
    lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
    warning: 'M12 4l9 16H3zM12 10v5M12 17v.5',
    start: 'M7 4l12 8-12 8z',
    result: 'M5 20V11M12 20V4M19 20v-6',
    file: 'M6 3h8l4 4v14H6zM14 3v4h4',
    qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2M20 14v2M14 18v2h2M18 20h2',
    step: 'M5 4v7h12M13 7l4 4-4 4',
    cross: 'M6 6l12 12M18 6L6 18',
    half: 'M5 12h14',
    again: 'M19 8a8 8 0 1 0 1 6M20 3v6h-6',
    up: 'M6 15l6-6 6 6',
    grip: 'M9 6v.5M15 6v.5M9 12v.5M15 12v.5M9 18v.5M15 18v.5',
    info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.5v.5',
  };

  function setOption(node, key, value) {
    if (key === 'text') node.textContent = value;
    else if (key === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }

  /* An element; options are attributes, besides `text` and `on` ({event: handler}). Empty children are left out. */
  function h(tag, options, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(options || {})) setOption(node, key, value);
    node.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
    return node;
  }

  /* An element of a drawing; options as for `h`. */
  function draw(tag, options, ...children) {
    const node = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(options || {})) setOption(node, key, value);
    node.append(...children);
    return node;
  }

  function icon(name) {
    const look = {class: 'cb-icon', viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true', focusable: 'false'};
    return draw('svg', look, draw('path', {d: SHAPES[name]}));
  }

  /* A button; `look` is primary, quiet, danger or nothing. */
  function button(text, symbol, look, click) {
    const looks = 'cb-button' + (look ? ' cb-button-' + look : '');
    const label = h('span', {text});
    const parts = symbol === 'right' ? [label, icon(symbol)] : [symbol ? icon(symbol) : null, label];
    return h('button', {type: 'button', class: looks, on: {click}}, ...parts);
  }

  /* A list behind a button. Our own, because sites dress `details` up in ways of theirs. */
  function fold(text, look, isOpen, ...items) {
    const list = h('ul', {hidden: !isOpen}, ...items);
    const toggle = h('button', {type: 'button', class: 'cb-fold-toggle', 'aria-expanded': String(isOpen)}, icon('down'), h('span', {text}));
    toggle.addEventListener('click', () => {
      list.hidden = !list.hidden;
      toggle.setAttribute('aria-expanded', String(!list.hidden));
    });
    return h('div', {class: 'cb-fold ' + look}, toggle, list);
  }

  function fill(node, ...children) {
    node.textContent = '';
    node.append(...children.filter(Boolean));
    return node;
  }

  return {h, draw, icon, button, fold, fill};
}());
const {h, draw, icon, button, fold, fill} = Dom;
