/* The buttons beside a selected element: only what can run, and a timer for a step. */
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { say } from '../texts.js';

const LAST = 100;
const REFUSED = /^append\.(?!text-annotation)/;

export class RunnableContextPad {
  static $inject = ['contextPad', 'autoPlace', 'elementFactory', 'create', 'modeling', 'selection'];

  constructor(contextPad, autoPlace, elementFactory, create, modeling, selection) {
    Object.assign(this, { autoPlace, elementFactory, create, modeling, selection });
    contextPad.registerProvider(LAST, this);
  }

  getContextPadEntries(element) {
    return (entries) => {
      const kept = Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.test(id)));
      const followed = 'append.append-task' in entries;
      return { ...(followed ? this.following() : {}), ...(is(element, 'bpmn:Activity') ? this.timing() : {}), ...kept };
    };
  }

  following() {
    return {
      'append.step': this.append('bpmn:UserTask', 'bpmn-icon-user-task', 'append_step'),
      'append.choice': this.append('bpmn:ExclusiveGateway', 'bpmn-icon-gateway-xor', 'append_choice'),
      'append.end': this.append('bpmn:EndEvent', 'bpmn-icon-end-event-none', 'append_end'),
    };
  }

  timing() {
    const attach = (_, host) => {
      const timer = this.elementFactory.createShape({
        type: 'bpmn:BoundaryEvent',
        eventDefinitionType: 'bpmn:TimerEventDefinition',
        cancelActivity: false,
      });
      const spot = { x: host.x + host.width - 24, y: host.y + host.height };
      this.selection.select(this.modeling.createShape(timer, spot, host, { attach: true }));
    };
    return {
      'attach.timer': {
        group: 'model',
        className: 'bpmn-icon-intermediate-event-catch-non-interrupting-timer',
        title: say('attach_timer'),
        action: { click: attach },
      },
    };
  }

  append(type, className, word) {
    const make = () => this.elementFactory.createShape({ type });
    return {
      group: 'model',
      className,
      title: say(word),
      action: {
        click: (_, element) => this.autoPlace.append(element, make()),
        dragstart: (event, source) => this.create.start(event, make(), { source }),
      },
    };
  }
}
