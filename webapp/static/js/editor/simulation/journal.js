/* The steps a simulated document went through, in order. */
import { isAny } from 'bpmn-js/lib/util/ModelUtil';
import { make } from '../shared/elements.js';
import { say } from '../texts.js';
import { translate } from '../translate.js';

const TOLD = ['bpmn:Activity', 'bpmn:Event', 'bpmn:Gateway'];

export class Journal {
  static $inject = ['eventBus', 'canvas'];

  constructor(eventBus, canvas) {
    this.list = make('ol', { class: 'journal__steps' });
    this.place = make('section', { class: 'journal', hidden: true }, make('h2', { class: 'journal__title' }, say('journal')), this.list);
    canvas.getContainer().append(this.place);
    eventBus.on('tokenSimulation.simulator.trace', ({ action, element }) => {
      if (action === 'exit' && isAny(element, TOLD)) this.log(element);
    });
    eventBus.on('tokenSimulation.toggleMode', ({ active }) => {
      this.place.hidden = !active;
      this.list.replaceChildren();
    });
    eventBus.on('tokenSimulation.resetSimulation', () => this.list.replaceChildren());
  }

  log({ businessObject }) {
    this.list.append(make('li', {}, businessObject.name || kindOf(businessObject)));
    this.list.scrollTop = this.list.scrollHeight;
  }

  toggle() {
    this.place.hidden = !this.place.hidden;
  }
}

function kindOf({ $type }) {
  return translate($type.slice('bpmn:'.length).replace(/\B[A-Z]/g, ' $&'));
}
