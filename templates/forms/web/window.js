/* What the form listens to outside itself: printing, leaving, keys, and the room it has. */
function watchWindow(app) {
  window.addEventListener('beforeprint', () => fill(app.sheet, ...SheetView.build(app)));
  window.addEventListener('beforeunload', event => {
    const isUnsaved = app.store.state === 'failed' && !Draft.isEmpty(app.store.draft);
    if (!isUnsaved && !app.evidence.isBusy) return;
    event.preventDefault();
    event.returnValue = '';
  });
  const isPlainKey = event => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  app.mount.addEventListener('keydown', event => isPlainKey(event) && event.stopPropagation());
  const adapt = () => measure(app.mount);
  if (window.ResizeObserver) new ResizeObserver(adapt).observe(app.mount);
  else window.addEventListener('resize', adapt);
  adapt();
}

/* The room that the form has depends on the page around it, not on the window. */
function measure(mount) {
  const em = parseFloat(getComputedStyle(mount).fontSize);
  const room = mount.clientWidth / em;
  mount.classList.toggle('cb-wide', room >= 58);
  mount.classList.toggle('cb-middle', room >= 40);
}
