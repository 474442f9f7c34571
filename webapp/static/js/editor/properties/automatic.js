/* An automatic step: which operation of the product it asks for. */
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { say } from '../texts.js';
import { entry, group } from './entries.js';
import { choices } from './options.js';

const OPERATOR = 'spiffworkflow:ServiceTaskOperator';

export class AutomaticGroup {
  static $inject = ['propertiesPanel', 'stepSettings', 'organisation'];

  constructor(propertiesPanel, stepSettings, organisation) {
    Object.assign(this, { stepSettings, organisation });
    propertiesPanel.registerProvider(1500, this);
  }

  getGroups(element) {
    if (!is(element, 'bpmn:ServiceTask')) return (groups) => groups;
    const { stepSettings, organisation } = this;
    const operation = entry('select', {
      id: 'operation',
      label: say('operation'),
      hint: say('operation_hint'),
      read: () => stepSettings.value(element, OPERATOR, 'id') || stepSettings.property(element, 'operation'),
      write: (value) => stepSettings.setValue(element, OPERATOR, 'id', value),
      choices: () => choices(organisation.operations),
    });
    return (groups) => [...groups, ...group('automatic', say('automatic_group'), [operation])];
  }
}
