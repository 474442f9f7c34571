/* A step that asks a decision table. */
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { say } from '../texts.js';
import { entry, group } from './entries.js';
import { choices } from './options.js';

const CALLED = 'spiffworkflow:CalledDecisionId';

export class DecisionGroup {
  static $inject = ['propertiesPanel', 'stepSettings', 'organisation'];

  constructor(propertiesPanel, stepSettings, organisation) {
    Object.assign(this, { stepSettings, organisation });
    propertiesPanel.registerProvider(1500, this);
  }

  getGroups(element) {
    if (!is(element, 'bpmn:BusinessRuleTask')) return (groups) => groups;
    const { stepSettings, organisation } = this;
    const table = entry('select', {
      id: 'decision',
      label: say('decision'),
      hint: say('decision_hint'),
      read: () => stepSettings.value(element, CALLED, 'value'),
      write: (value) => stepSettings.setValue(element, CALLED, 'value', value),
      choices: () => choices(organisation.decisions),
    });
    return (groups) => [...groups, ...group('decision', say('decision_group'), [table])];
  }
}
