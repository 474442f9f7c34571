/* Short messages while simulating; the journal says what happened, so only what is not there is shown. */
import ElementNotifications from 'bpmn-js-token-simulation/lib/features/element-notifications/ElementNotifications';
import { make } from '../shared/elements.js';
import { translate } from '../translate.js';
import { paint } from './titles.js';

const LASTS = 2000;
const MOST = 3;

export class Notes {
  static $inject = ['eventBus', 'canvas'];

  constructor(eventBus, canvas) {
    this.place = make('div', { class: 'bts-notifications', role: 'status' });
    canvas.getContainer().append(this.place);
    eventBus.on(['tokenSimulation.toggleMode', 'tokenSimulation.resetSimulation'], () => this.clear());
  }

  showNotification({ text, ttl = LASTS }) {
    const note = make('div', { class: 'bts-notification' }, make('span', { class: 'bts-text' }, translate(text)));
    this.place.append(note);
    while (this.place.children.length > MOST) this.place.firstChild.remove();
    setTimeout(() => note.remove(), ttl);
  }

  clear() {
    this.place.replaceChildren();
  }
}

export class StepNotes extends ElementNotifications {
  static $inject = ['overlays', 'eventBus'];

  addElementNotification(element, { type = '', text, scope }) {
    const html = make('div', { class: `bts-element-notification ${type}` }, make('span', { class: 'bts-text' }, translate(text)));
    paint(html, scope?.colors);
    this._overlays.add(element, 'bts-element-notification', { position: { top: -15, right: 15 }, html, show: { minZoom: 0.5 } });
  }
}
