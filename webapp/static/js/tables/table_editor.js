/* dmn-js with one view, the decision table; cells are written in the engine's language as plain text. */
import Editor from 'dmn-js-decision-table/lib/Editor';
import EditingManager from 'dmn-js-shared/lib/base/EditingManager';
import { is } from 'dmn-js-shared/lib/util/ModelUtil';
import { translator } from '../editor/words/translator.js';
import typeChoice from './type_choice.js';
import { WORDS } from './words/index.js';

const LANGUAGE = 'trinhky';
/* Keys of the file that are no words; the library's own words are English already. */
const TYPES = { boolean: 'yes or no', number: 'number', string: 'text' };

class TableOnly extends Editor {
  getModules() {
    return super.getModules().filter(Boolean); // what the bundle leaves out (frontend/bundling.mjs)
  }
}

class TableManager extends EditingManager {
  _getViewProviders() {
    const opens = (element) => is(element, 'dmn:Decision') && is(element.decisionLogic, 'dmn:DecisionTable');
    return [{ id: 'decisionTable', constructor: TableOnly, opens }];
  }
}

export function makeTableEditor(container) {
  return new TableManager({
    container,
    decisionTable: { additionalModules: [{ translate: ['value', translator(WORDS, TYPES)] }, typeChoice] },
    common: {
      dataTypes: ['string', 'boolean', 'number'],
      expressionLanguages: { options: [{ value: LANGUAGE, label: '' }], defaults: { editor: LANGUAGE } },
    },
  });
}
