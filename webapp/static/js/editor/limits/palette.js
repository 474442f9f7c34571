/* The palette: every tool with its word. Replaces the library's own. */
import { say } from '../texts.js';

const STEPS = [
  ['step', 'bpmn:UserTask', 'bpmn-icon-user-task'],
  ['automatic', 'bpmn:ServiceTask', 'bpmn-icon-service-task'],
  ['decision', 'bpmn:BusinessRuleTask', 'bpmn-icon-business-rule'],
];
const GATEWAYS = [
  ['choice', 'bpmn:ExclusiveGateway', 'bpmn-icon-gateway-xor'],
  ['parallel', 'bpmn:ParallelGateway', 'bpmn-icon-gateway-parallel'],
  ['several', 'bpmn:InclusiveGateway', 'bpmn-icon-gateway-or'],
];
const EVENTS = [
  ['start', 'bpmn:StartEvent', 'bpmn-icon-start-event-none'],
  ['end', 'bpmn:EndEvent', 'bpmn-icon-end-event-none'],
  ['timer', 'bpmn:IntermediateCatchEvent', 'bpmn-icon-intermediate-event-catch-timer', 'bpmn:TimerEventDefinition'],
];

export class RunnablePalette {
  static $inject = ['palette', 'create', 'elementFactory', 'spaceTool', 'lassoTool', 'handTool', 'globalConnect'];

  constructor(palette, create, elementFactory, spaceTool, lassoTool, handTool, globalConnect) {
    Object.assign(this, { create, elementFactory, spaceTool, lassoTool, handTool, globalConnect });
    palette.registerProvider(this);
  }

  getPaletteEntries() {
    const entries = {
      'hand-tool': entry('tools', 'hand', 'bpmn-icon-hand-tool', (event) => this.handTool.activateHand(event)),
      'lasso-tool': entry('tools', 'lasso', 'bpmn-icon-lasso-tool', (event) => this.lassoTool.activateSelection(event)),
      'space-tool': entry('tools', 'space', 'bpmn-icon-space-tool', (event) => this.spaceTool.activateSelection(event)),
      connect: entry('tools', 'connect', 'bpmn-icon-connection-multi', (event) => this.globalConnect.start(event)),
      'tool-separator': { group: 'tools', separator: true },
    };
    for (const [group, rows] of Object.entries({ activity: STEPS, gateway: GATEWAYS, event: EVENTS })) {
      for (const [word, type, icon, eventDefinitionType] of rows) {
        const make = () => this.elementFactory.createShape({ type, eventDefinitionType });
        entries[`create.${word}`] = this.drawing(group, word, icon, make);
      }
    }
    return Object.assign(entries, {
      'create.subprocess': this.drawing('group', 'subprocess', 'bpmn-icon-subprocess-expanded', () => this.subprocess()),
      'create.call': this.drawing('group', 'call', 'bpmn-icon-call-activity', () =>
        this.elementFactory.createShape({ type: 'bpmn:CallActivity' }),
      ),
      'create.pool': this.drawing('group', 'pool', 'bpmn-icon-participant', () =>
        this.elementFactory.createParticipantShape(),
      ),
      'create.note': this.drawing('group', 'note', 'bpmn-icon-text-annotation', () =>
        this.elementFactory.createShape({ type: 'bpmn:TextAnnotation' }),
      ),
    });
  }

  drawing(group, word, icon, make) {
    return entry(group, word, icon, (event) => this.create.start(event, make()), true);
  }

  subprocess() {
    const parent = this.elementFactory.createShape({ type: 'bpmn:SubProcess', x: 0, y: 0, isExpanded: true });
    return [parent, this.elementFactory.createShape({ type: 'bpmn:StartEvent', x: 40, y: 82, parent })];
  }
}

function entry(group, word, className, start, draggable = false) {
  const label = say(`tool_${word}`);
  return {
    group,
    className: `tool ${className}`,
    title: `${label}: ${say(`tip_${word}`)}`,
    // Our own words only: nothing of a diagram comes into this markup.
    html: `<button type="button" class="entry" draggable="true"><span class="tool__word">${label}</span></button>`,
    action: draggable ? { dragstart: start, click: start } : { click: start },
  };
}
