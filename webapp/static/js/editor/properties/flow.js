/* A flow out of a gateway: its condition, or being the one taken when no condition holds. */
import { getBusinessObject, is, isAny } from 'bpmn-js/lib/util/ModelUtil';
import { say } from '../texts.js';
import { entry, group } from './entries.js';

const OUTCOMES = ['approve', 'return', 'reject'];
const CHOOSING = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'];

export class FlowGroup {
  static $inject = ['propertiesPanel', 'modeling', 'bpmnFactory'];

  constructor(propertiesPanel, modeling, bpmnFactory) {
    Object.assign(this, { modeling, bpmnFactory });
    propertiesPanel.registerProvider(1500, this);
  }

  getGroups(element) {
    const chosen = is(element, 'bpmn:SequenceFlow') && isAny(element.source, CHOOSING);
    const written = is(element, 'bpmn:SequenceFlow') && getBusinessObject(element).conditionExpression;
    const flow = chosen || written ? this.entries(element) : [];
    const gateway = isAny(element, CHOOSING) && element.outgoing.length > 1 ? [this.chosenDefault(element)] : [];
    return (groups) => [...groups, ...group('flow', say('flow_group'), [...flow, ...gateway])];
  }

  entries(element) {
    const object = getBusinessObject(element);
    const isDefault = () => getBusinessObject(element.source).default === object;
    const byDefault = entry('check', {
      id: 'default-flow',
      label: say('default_flow'),
      hint: say('default_flow_hint'),
      read: isDefault,
      write: (value) => this.modeling.updateProperties(element.source, { default: value ? object : undefined }),
    });
    if (isDefault() && !object.conditionExpression) return [byDefault];
    const read = () => object.conditionExpression?.body ?? '';
    const write = (value) => this.setCondition(element, value);
    return [
      byDefault,
      entry('select', {
        id: 'outcome',
        label: say('outcome'),
        read: () => (/^outcome == "(\w+)"$/.exec(read()) ?? [])[1] ?? (read() ? 'other' : ''),
        write: (value) => value !== 'other' && write(value && `outcome == "${value}"`),
        choices: () => [
          ...OUTCOMES.map((value) => ({ value, label: say(`outcome_${value}`) })),
          ...(read() ? [{ value: 'other', label: say('outcome_other') }] : []),
        ],
      }),
      entry('area', { id: 'condition', label: say('condition'), hint: say('condition_hint'), rows: 1, read, write }),
    ];
  }

  chosenDefault(gateway) {
    const object = getBusinessObject(gateway);
    return entry('select', {
      id: 'gateway-default',
      label: say('gateway_default'),
      read: () => object.default?.id ?? '',
      write: (id) => {
        const flow = gateway.outgoing.find((each) => each.id === id);
        this.modeling.updateProperties(gateway, { default: flow && getBusinessObject(flow) });
      },
      choices: () =>
        gateway.outgoing
          .filter((each) => is(each, 'bpmn:SequenceFlow'))
          .map((each) => ({ value: each.id, label: flowName(getBusinessObject(each)) })),
    });
  }

  setCondition(element, value) {
    const body = value?.normalize('NFC').trim();
    const known = getBusinessObject(element).conditionExpression;
    if (known && body) return this.modeling.updateModdleProperties(element, known, { body });
    const made = body ? this.bpmnFactory.create('bpmn:FormalExpression', { body }) : undefined;
    return this.modeling.updateProperties(element, { conditionExpression: made });
  }
}

function flowName({ name, targetRef }) {
  const target = targetRef?.name || targetRef?.id || '';
  return name ? `${name} → ${target}` : `→ ${target}`;
}
