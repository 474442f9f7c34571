/* Name and notes of everything; what a file calls an element, for whoever needs it. */
import { getBusinessObject, is, isAny } from 'bpmn-js/lib/util/ModelUtil';
import { getLabel } from 'bpmn-js/lib/features/label-editing/LabelUtil';
import { say } from '../texts.js';
import { entry, group } from './entries.js';

export class GeneralGroup {
  static $inject = ['propertiesPanel', 'modeling', 'bpmnFactory'];

  constructor(propertiesPanel, modeling, bpmnFactory) {
    Object.assign(this, { modeling, bpmnFactory });
    propertiesPanel.registerProvider(2000, this);
    propertiesPanel.registerProvider(200, { getGroups: (element) => (groups) => [...groups, ...this.last(element)] });
  }

  getGroups(element) {
    const entries = [];
    if (!is(element, 'bpmn:Collaboration')) entries.push(this.name(element));
    const process = processOf(element);
    if (process) entries.push(...this.process(element, process));
    return (groups) => [...groups, ...group('general', say('general'), entries)];
  }

  name(element) {
    const note = is(element, 'bpmn:TextAnnotation');
    return entry('area', {
      id: 'name',
      label: say(note ? 'note_text' : 'name'),
      rows: 1,
      read: () => (is(element, 'bpmn:Process') ? getBusinessObject(element).name : getLabel(element)) ?? '',
      write: (value) => {
        const text = value?.normalize('NFC') || undefined;
        if (is(element, 'bpmn:Process')) this.modeling.updateProperties(element, { name: text });
        else this.modeling.updateLabel(element, text ?? '');
      },
    });
  }

  process(element, process) {
    const update = (values) => this.modeling.updateModdleProperties(element, process, values);
    const inPool = is(element, 'bpmn:Participant');
    return [
      ...(inPool
        ? [
            entry('area', {
              id: 'process-name',
              label: say('process_name'),
              rows: 1,
              read: () => process.name ?? '',
              write: (value) => update({ name: value?.normalize('NFC') || undefined }),
            }),
          ]
        : []),
      entry('check', {
        id: 'executable',
        label: say('executable'),
        read: () => Boolean(process.isExecutable),
        write: (value) => update({ isExecutable: value }),
      }),
    ];
  }

  documentation(element) {
    const object = getBusinessObject(element);
    const plain = () => object.get('documentation').find((each) => !each.textFormat || each.textFormat === 'text/plain');
    return entry('area', {
      id: 'documentation',
      label: say('documentation_hint'),
      rows: 2,
      read: () => plain()?.text ?? '',
      write: (value) => {
        const text = value?.normalize('NFC');
        const known = plain();
        if (known && text) this.modeling.updateModdleProperties(element, known, { text });
        else {
          const rest = object.get('documentation').filter((each) => each !== known);
          const made = text ? [this.bpmnFactory.create('bpmn:Documentation', { text })] : [];
          made.forEach((each) => (each.$parent = object));
          this.modeling.updateModdleProperties(element, object, { documentation: [...rest, ...made] });
        }
      },
    });
  }

  last(element) {
    const object = getBusinessObject(element);
    const id = entry('text', {
      id: 'id',
      label: say('id'),
      hint: say('id_hint'),
      read: () => object.id,
      write: (value, error) => {
        if (!error) this.modeling.updateProperties(element, { id: value });
      },
      validate: (value) => this.refusal(object, value),
    });
    const told = isAny(element, ['bpmn:TextAnnotation', 'bpmn:Association']) ? [] : [this.documentation(element)];
    return [
      ...group('guidance', say('documentation'), told),
      { id: 'technical', label: say('technical'), entries: [id], shouldOpen: false },
    ];
  }

  refusal(object, value = '') {
    if (!/^[A-Za-z_][\w.-]*$/.test(value)) return say('id_letters');
    const other = object.$model.ids.assigned(value);
    return other && other !== object ? say('id_taken') : null;
  }
}

function processOf(element) {
  if (is(element, 'bpmn:Process')) return getBusinessObject(element);
  return is(element, 'bpmn:Participant') ? getBusinessObject(element).processRef : undefined;
}
