/*
 * What waits at each step, on its diagram: how many, how long as a rule, the slower the darker.
 *
 *   data-heat='{"content_check": {"open": 3, "overdue": 1, "median": "2 ngày 3 giờ", "about": "2 ngày", "level": 0–3, "label": "…", "href": "…"}}'
 */
const WORDS_FROM = 0.75; // below this zoom neighbours have room for two short lines only

export function heat(viewer, steps) {
  const elements = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  for (const [id, step] of Object.entries(steps)) {
    if (!elements.get(id)) continue;
    viewer.get('canvas').addMarker(id, `heat-${step.level}`);
    const common = { position: { bottom: 12, left: 4 }, scale: false };
    overlays.add(id, 'heat', { ...common, html: bubble(step, true), show: { minZoom: WORDS_FROM } });
    overlays.add(id, 'heat', { ...common, html: bubble(step, false), show: { maxZoom: WORDS_FROM } });
  }
}

function bubble({ open, median, about, level, label, href }, inFull) {
  const place = document.createElement(open ? 'a' : 'span');
  place.className = `heat-note heat-note--${level}${inFull ? '' : ' heat-note--small'}`;
  if (open) place.href = href;
  place.title = label;
  const count = document.createElement('strong');
  count.textContent = open;
  const whole = document.createElement('span');
  whole.className = 'visually-hidden';
  whole.textContent = ` ${label}`;
  place.append(count, inFull ? ` · ${median}` : about, whole);
  return place;
}
