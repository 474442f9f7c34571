/* Simulating or drawing; switched from the bar above ("Mô phỏng"). */
import { translateTitles } from './titles.js';

export class Mode {
  static $inject = ['eventBus', 'canvas', 'selection', 'contextPad'];

  constructor(eventBus, canvas, selection, contextPad) {
    Object.assign(this, { eventBus, canvas, selection, contextPad, active: false });
    eventBus.on('import.parse.start', () => this.toggleMode(false));
  }

  toggleMode(active = !this.active) {
    if (active === this.active) return;
    const container = this.canvas.getContainer();
    container.parentNode.classList.toggle('simulation', active);
    container.querySelector('.djs-palette')?.classList.toggle('hidden', active);
    this.active = active;
    translateTitles(container);
    this.eventBus.fire('tokenSimulation.toggleMode', { active });
    const [only, ...others] = this.selection.get();
    if (!active && only && !others.length) this.contextPad.open(only);
  }
}
