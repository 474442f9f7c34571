/* Scripts that another editor of the engine left around a step: shown as text, removed by one press. */
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';
import { h } from '@bpmn-io/properties-panel/preact';
import { say } from '../texts.js';

const SCRIPT = /^spiffworkflow:(PreScript|PostScript|Script)$/;

export class ScriptsGroup {
  static $inject = ['propertiesPanel', 'modeling'];

  constructor(propertiesPanel, modeling) {
    this.modeling = modeling;
    propertiesPanel.registerProvider(1500, this);
  }

  getGroups(element) {
    const scripts = values(element).filter(({ $type }) => SCRIPT.test($type));
    if (!scripts.length) return (groups) => groups;
    const entries = [{ id: 'scripts', component: Scripts, scripts, remove: () => this.remove(element) }];
    return (groups) => [...groups, { id: 'scripts', label: say('scripts_group'), entries, shouldOpen: true }];
  }

  remove(element) {
    const kept = values(element).filter(({ $type }) => !SCRIPT.test($type));
    const object = getBusinessObject(element);
    if (kept.length) this.modeling.updateModdleProperties(element, object.extensionElements, { values: kept });
    else this.modeling.updateModdleProperties(element, object, { extensionElements: undefined });
  }
}

function Scripts({ scripts, remove }) {
  return h('div', { class: 'bio-properties-panel-entry' }, [
    ...scripts.map(({ text }) => h('pre', { class: 'scripts__text' }, text ?? '')),
    h('p', { class: 'bio-properties-panel-description' }, say('scripts_hint')),
    h('button', { type: 'button', class: 'button button--small', onClick: remove }, say('scripts_remove')),
  ]);
}

function values(element) {
  return getBusinessObject(element).extensionElements?.get('values') ?? [];
}
