/*
 * What waits at each step, on its diagram: how many, how long as a rule, the slower the darker.
 *
 *   data-heat='{"content_check": {"open": 3, "overdue": 1, "median": "2 ngày 3 giờ", "about": "2 ngày", "level": 0–3, "label": "…", "href": "…"}}'
 */
/* How much is said, by the zoom from which neighbours leave room for it: all, two short lines, the figure alone. */
const SIZES = [
  ['in-full', 0.75, Infinity],
  ['small', 0.32, 0.75],
  ['figure', 0, 0.32],
];

export function heat(viewer, steps) {
  const elements = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  for (const [id, step] of Object.entries(steps)) {
    if (!elements.get(id)) continue;
    viewer.get('canvas').addMarker(id, `heat-${step.level}`);
    const common = { position: { bottom: 12, left: 4 }, scale: false };
    for (const [size, minZoom, maxZoom] of SIZES) {
      overlays.add(id, 'heat', { ...common, html: bubble(step, size), show: { minZoom, maxZoom } });
    }
  }
}

function bubble({ open, median, about, level, label, href }, size) {
  const place = document.createElement(open ? 'a' : 'span');
  place.className = `heat-note heat-note--${level} heat-note--${size}`;
  if (open) place.href = href;
  place.title = label;
  const count = document.createElement('strong');
  count.textContent = open;
  const whole = document.createElement('span');
  whole.className = 'visually-hidden';
  whole.textContent = ` ${label}`;
  place.append(count, { 'in-full': ` · ${median}`, small: about, figure: '' }[size], whole);
  return place;
}
