/* What the server found, by element; tells the panel and marks the diagram. */
import { make, icon } from '../shared/elements.js';
import { SEVERITIES, gravest, mark } from '../shared/severity.js';
import { say } from '../texts.js';

const TYPE = 'problem';

export class Checks {
  static $inject = ['eventBus', 'elementRegistry', 'overlays', 'canvas', 'selection'];

  constructor(eventBus, elementRegistry, overlays, canvas, selection) {
    Object.assign(this, { eventBus, elementRegistry, overlays, canvas, selection, problems: [], marked: [] });
    eventBus.on('import.done', () => this.show(this.problems));
    // Drawing an element anew drops what hung on it.
    eventBus.on('shape.replaced', () => this.show(this.problems));
  }

  show(problems) {
    this.clear();
    this.problems = problems;
    for (const [element, found] of this.byElement()) this.mark(element, found);
    this.eventBus.fire('propertiesPanel.providersChanged');
  }

  of(element) {
    return this.problems.filter((problem) => this.place(problem) === element);
  }

  /* The element on the drawing that a problem is about, if it has one. */
  place({ element }) {
    if (!element) return null;
    const registry = this.elementRegistry;
    const found = registry.get(element) ?? registry.find((each) => each.businessObject?.processRef?.id === element);
    return found?.labelTarget ?? found ?? null;
  }

  choose(problem) {
    const element = this.place(problem);
    if (!element) return;
    if (element.parent) {
      this.canvas.scrollToElement(element, { top: 80, bottom: 80, left: 180, right: 80 });
      this.selection.select(element);
    } else this.selection.select([]);
  }

  byElement() {
    const places = new Map();
    for (const problem of this.problems) {
      const element = this.place(problem);
      if (element?.parent) places.set(element, [...(places.get(element) ?? []), problem]);
    }
    return places;
  }

  mark(element, problems) {
    const severity = gravest(problems);
    this.canvas.addMarker(element, `has-${severity}`);
    this.marked.push(element.id);
    const { name, word } = mark(severity);
    const html = make('button', {
      type: 'button',
      class: `problem-mark problem-mark--${severity}`,
      title: problems.map((each) => each.message).join('\n'),
      'aria-label': `${word}: ${say('problems_here', { n: problems.length })}`,
      onClick: () => this.selection.select(element),
    }, icon(name), problems.length > 1 ? String(problems.length) : '');
    this.overlays.add(element, TYPE, { position: place(element), html });
  }

  clear() {
    this.overlays.remove({ type: TYPE });
    for (const id of this.marked) {
      if (!this.elementRegistry.get(id)) continue;
      SEVERITIES.forEach((severity) => this.canvas.removeMarker(id, `has-${severity}`));
    }
    this.marked = [];
  }
}

function place(element) {
  if (!element.waypoints) return { top: -12, left: -12 };
  const [start] = element.waypoints;
  const middle = element.waypoints[Math.floor(element.waypoints.length / 2)];
  const left = Math.min(...element.waypoints.map(({ x }) => x));
  const top = Math.min(...element.waypoints.map(({ y }) => y));
  return { left: (start.x + middle.x) / 2 - left - 10, top: (start.y + middle.y) / 2 - top - 10 };
}
