/* What the checks say about the selected element, on top of its properties. */
import { h } from '@bpmn-io/properties-panel/preact';
import { say } from '../texts.js';
import { mark } from '../shared/severity.js';

export class ProblemsGroup {
  static $inject = ['propertiesPanel', 'checks'];

  constructor(propertiesPanel, checks) {
    this.checks = checks;
    propertiesPanel.registerProvider(100, this);
  }

  getGroups(element) {
    const problems = this.checks.of(element);
    if (!problems.length) return (groups) => groups;
    const entries = problems.map((problem, index) => ({ id: `problem-${index}`, component: Sentence, problem }));
    return (groups) => [{ id: 'problems', label: say('problems', { n: problems.length }), entries, shouldOpen: true }, ...groups];
  }
}

function Sentence({ problem }) {
  const { icon, word } = mark(problem.severity);
  return h('p', { class: `problem problem--${problem.severity}` }, [
    h('svg', { class: 'icon', 'aria-hidden': 'true' }, h('use', { href: icon })),
    h('span', {}, [h('strong', {}, `${word}: `), problem.message]),
  ]);
}
