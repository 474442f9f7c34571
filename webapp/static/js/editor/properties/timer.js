/* A timer: after how long, and whether the step stops or people are only reminded. */
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { say } from '../texts.js';
import { entry, group } from './entries.js';

const UNITS = { D: 'days', H: 'hours', M: 'minutes' };
const SIMPLE = /^["']P(?:(\d+)D|T(\d+)([HM]))["']$/;

export class TimerGroup {
  static $inject = ['propertiesPanel', 'modeling', 'bpmnFactory'];

  constructor(propertiesPanel, modeling, bpmnFactory) {
    Object.assign(this, { modeling, bpmnFactory });
    propertiesPanel.registerProvider(1500, this);
  }

  getGroups(element) {
    const timer = getBusinessObject(element).eventDefinitions?.find((each) => each.$type === 'bpmn:TimerEventDefinition');
    const entries = timer ? this.entries(element, timer) : [];
    return (groups) => [...groups, ...group('timer', say('timer_group'), entries)];
  }

  entries(element, timer) {
    const kind = ['timeDuration', 'timeDate', 'timeCycle'].find((each) => timer[each]) ?? 'timeDuration';
    const body = () => timer[kind]?.body?.trim() ?? '';
    const write = (text) => this.write(element, timer, kind, text);
    const stops = is(element, 'bpmn:BoundaryEvent') ? [this.stops(element)] : [];
    if (body() && (kind !== 'timeDuration' || !SIMPLE.test(body()))) {
      const expression = { id: 'timer-expression', label: say('timer_expression'), hint: say('timer_hint'), rows: 1 };
      return [...stops, entry('area', { ...expression, read: body, write: (value) => write(value?.trim()) })];
    }
    const [amount, unit] = read(body());
    return [
      ...stops,
      entry('text', {
        id: 'timer-amount',
        label: say('timer_amount'),
        read: () => amount,
        write: (value, error) => !error && write(value && compose(value, unit)),
        validate: (value) => (!value || /^[1-9]\d{0,3}$/.test(value) ? null : say('timer_refused')),
      }),
      entry('select', {
        id: 'timer-unit',
        label: say('timer_unit'),
        read: () => unit,
        write: (value) => write(compose(amount || '1', value || 'D')),
        choices: () => Object.entries(UNITS).map(([value, word]) => ({ value, label: say(word) })),
      }),
    ];
  }

  stops(element) {
    return entry('select', {
      id: 'timer-stops',
      label: say('timer_stops'),
      read: () => String(getBusinessObject(element).cancelActivity !== false),
      write: (value) => this.modeling.updateProperties(element, { cancelActivity: value !== 'false' }),
      choices: () => [
        { value: 'false', label: say('timer_reminds') },
        { value: 'true', label: say('timer_cancels') },
      ],
    });
  }

  write(element, timer, kind, body) {
    const known = timer[kind];
    if (known && body) return this.modeling.updateModdleProperties(element, known, { body });
    const made = body ? this.bpmnFactory.create('bpmn:FormalExpression', { body }) : undefined;
    if (made) made.$parent = timer;
    return this.modeling.updateModdleProperties(element, timer, { [kind]: made });
  }
}

function read(body) {
  const [, days, rest, unit] = SIMPLE.exec(body) ?? [];
  return [days ?? rest ?? '', unit ?? 'D'];
}

function compose(amount, unit) {
  return unit === 'D' ? `"P${amount}D"` : `"PT${amount}${unit}"`;
}
