/* Marks on cells and rows by rules of a sheet of our own: the table draws its cells anew at will. */
import { mark } from '../editor/shared/severity.js';

const COLORS = { error: '--seal', deploy: '--warn', warning: '--blue' };
const WASHES = { error: '--seal-wash', deploy: '--warn-wash', warning: '--blue-wash' };

export class Marks {
  constructor() {
    this.problems = new CSSStyleSheet();
    this.firing = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.problems, this.firing];
  }

  showProblems(places) {
    const rules = [...places].map(([selector, severity]) => {
      const known = mark(severity).severity;
      return `${selector} { background: var(${WASHES[known]}) !important; box-shadow: inset 3px 0 0 var(${COLORS[known]}); }`;
    });
    this.problems.replaceSync(rules.join('\n'));
  }

  showFiring(rule) {
    const row = `[data-dmn-editor] [data-row-id="${CSS.escape(rule)}"]`;
    this.firing.replaceSync(
      rule ? `${row} { background: var(--good-wash) !important; box-shadow: inset 0 2px 0 var(--good), inset 0 -2px 0 var(--good); }` : '',
    );
  }
}
