/* Refuses to create, paste or copy what cannot run, whichever way it is asked for: mouse, key or clipboard. */
import RuleProvider from 'diagram-js/lib/features/rules/RuleProvider';
import { runnable } from './runnable.js';

const FIRST = 3000;

export class RunnableRules extends RuleProvider {
  static $inject = ['eventBus'];

  init() {
    const only = (ok) => (ok ? undefined : false); // undefined: the other rules decide
    this.addRule('shape.create', FIRST, ({ shape }) => only(runnable(shape)));
    this.addRule('shape.append', FIRST, ({ shape }) => only(!shape || runnable(shape)));
    this.addRule('elements.create', FIRST, ({ elements }) => only(elements.every(drawable)));
    this.addRule('elements.paste', FIRST, ({ elements = [] }) => only(elements.every(drawable)));
    this.addRule('element.copy', FIRST, ({ element }) => only(drawable(element)));
  }
}

function drawable(element) {
  return Boolean(element.waypoints) || runnable(element);
}
