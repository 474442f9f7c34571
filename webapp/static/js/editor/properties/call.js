/* A step that runs another process of the same file. */
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { say } from '../texts.js';
import { entry, group } from './entries.js';

export class CallGroup {
  static $inject = ['propertiesPanel', 'modeling', 'bpmnjs'];

  constructor(propertiesPanel, modeling, bpmnjs) {
    Object.assign(this, { modeling, bpmnjs });
    propertiesPanel.registerProvider(1500, this);
  }

  getGroups(element) {
    if (!is(element, 'bpmn:CallActivity')) return (groups) => groups;
    const called = entry('select', {
      id: 'called',
      label: say('called'),
      hint: say('called_hint'),
      read: () => getBusinessObject(element).calledElement ?? '',
      write: (value) => this.modeling.updateProperties(element, { calledElement: value || undefined }),
      choices: () =>
        this.bpmnjs
          .getDefinitions()
          .get('rootElements')
          .filter((each) => each.$type === 'bpmn:Process')
          .map(({ id, name }) => ({ value: id, label: name || id })),
    });
    return (groups) => [...groups, ...group('call', say('call_group'), [called])];
  }
}
