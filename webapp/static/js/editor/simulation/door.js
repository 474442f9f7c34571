/*
 * Few visits try a diagram out: what does it is fetched when it is first asked for. Its services then stand in an
 * injector below the board's, so they find the drawing's services, and the drawing need not know them.
 */
import { showMessage } from '../../flashes.js';
import { say } from '../texts.js';

const FIRST = 10_000;
/* While simulating; the library would bind them to a keyboard that is up long since. */
const KEYS = { ' ': 'togglePauseTokenSimulation', r: 'resetTokenSimulation', l: 'toggleTokenSimulationLog' };

export class Simulation {
  static $inject = ['injector', 'keyboard', 'editorActions'];

  constructor(injector, keyboard, editorActions) {
    Object.assign(this, { injector, editorActions });
    keyboard.addListener(FIRST, ({ keyEvent }) => this.take(keyEvent));
  }

  async toggle() {
    try {
      this.mode ??= (await this.services()).get('toggleMode');
    } catch {
      showMessage(say('simulate_failed'), 'warn');
      return;
    }
    this.mode.toggleMode();
  }

  async services() {
    const { default: simulation } = await import('./services.js');
    const services = this.injector.createChild([simulation]);
    services.init();
    return services;
  }

  take({ key, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey) return undefined;
    if (key.toLowerCase() === 't') this.toggle();
    else if (this.mode?.active && KEYS[key.toLowerCase()]) this.editorActions.trigger(KEYS[key.toLowerCase()]);
    else return undefined;
    return true;
  }
}
