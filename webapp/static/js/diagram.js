/*
 * The diagram of a process, for reading: done, current, next and never steps marked.
 *
 *   <div class="diagram" data-diagram="/processes/3/diagram.bpmn" data-steps='{"content_check": {"state": "done", "note": "…"}}'>
 *
 * data-heat (heat.js) says instead what waits at each step.
 * Arrow keys move it, + and - zoom, 0 fits it. The bpmn.io mark stays visible, as its licence asks.
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { heat } from './heat.js';
import { say } from './texts.js';

const WORDS_FROM = 0.75; // below this zoom a step has room for its icon only
const STATES = ['done', 'current', 'next', 'never'];
const ICONS = { done: 'check', current: 'clock', next: 'next', never: 'stop' };

document.querySelectorAll('[data-diagram]').forEach(draw);

async function draw(place) {
  const viewer = new NavigatedViewer({ container: place });
  try {
    const answer = await fetch(place.dataset.diagram);
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    viewer.destroy();
    place.textContent = say('diagramFailed');
    return;
  }
  const canvas = viewer.get('canvas');
  // The state, or what waits, is written below each step: room for that of the lowest ones.
  const fit = () => {
    // A frame without room (hidden, or the page laid out anew) fits nothing; the observer below fits it when it has some.
    if (!place.clientWidth || !place.clientHeight) return;
    canvas.zoom('fit-viewport', 'auto');
    canvas.zoom(canvas.zoom() * 0.93, 'auto');
  };
  shape(place, canvas);
  fit();
  mark(viewer, JSON.parse(place.dataset.steps || '{}'));
  heat(viewer, JSON.parse(place.dataset.heat || '{}'));
  addButtons(place, canvas, fit);
  place.tabIndex = 0;
  place.addEventListener('keydown', (event) => steer(event, canvas, fit));
  new ResizeObserver(() => {
    shape(place, canvas);
    fit();
  }).observe(place);
}

/* The frame takes the diagram's own proportions, as far as the screen shows it whole. */
function shape(place, canvas) {
  const { inner } = canvas.viewbox();
  const height = (place.clientWidth * inner.height) / inner.width + 96;
  const below = window.innerHeight - window.scrollY - place.getBoundingClientRect().top;
  place.style.height = `${Math.min(Math.max(height, 220), Math.max(below - 16, 520))}px`;
  canvas.resized();
}

function mark(viewer, steps) {
  const canvas = viewer.get('canvas');
  const elements = viewer.get('elementRegistry');
  for (const [id, { state, note }] of Object.entries(steps)) {
    if (!STATES.includes(state) || !elements.get(id)) continue;
    canvas.addMarker(id, `step-${state}`);
    if (state === 'never') continue;
    const common = { position: { bottom: -4, left: 4 }, scale: false };
    const overlays = viewer.get('overlays');
    overlays.add(id, 'step-state', { ...common, html: badge(state, note, true), show: { minZoom: WORDS_FROM } });
    overlays.add(id, 'step-state', { ...common, html: badge(state, note, false), show: { maxZoom: WORDS_FROM } });
  }
}

function badge(state, note, inWords) {
  const words = document.createElement('div');
  words.className = `step-note step-note--${state}`;
  words.append(icon(ICONS[state]), inWords ? say(state) : '');
  words.title = note ? `${say(state)}: ${note}` : say(state);
  return words;
}

function icon(name) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(namespace, 'use');
  use.setAttribute('href', `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

function addButtons(place, canvas, fit) {
  const bar = document.createElement('div');
  bar.className = 'diagram__zoom';
  for (const [key, act] of [
    ['zoomOut', () => zoom(canvas, 1 / 1.25)],
    ['zoomIn', () => zoom(canvas, 1.25)],
    ['fit', fit],
  ]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button--small';
    button.textContent = say(key);
    button.addEventListener('click', act);
    bar.append(button);
  }
  place.append(bar);
}

function zoom(canvas, factor) {
  canvas.zoom(Math.min(Math.max(canvas.zoom() * factor, 0.2), 4));
}

function steer(event, canvas, fit) {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
  const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  if (moves[event.key]) canvas.scroll({ dx: moves[event.key][0], dy: moves[event.key][1] });
  else if (event.key === '+' || event.key === '=') zoom(canvas, 1.25);
  else if (event.key === '-') zoom(canvas, 1 / 1.25);
  else if (event.key === '0') fit();
  else return;
  event.preventDefault();
}
