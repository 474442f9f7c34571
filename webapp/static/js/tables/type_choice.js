/* The type of a column, chosen by its word; the library's own field shows the key that the file has for it. */
import { is } from 'dmn-js-shared/lib/util/ModelUtil';
import { Component, createVNode } from 'inferno';

const LAST = 750; // below the fields that the library puts first

class TypeChoice extends Component {
  render() {
    const { input, output } = this.props.context;
    const clause = input ?? output;
    const holder = is(clause, 'dmn:InputClause') ? clause.inputExpression : clause;
    const [translate, types, modeling] = ['translate', 'dataTypes', 'modeling'].map((name) => this.context.injector.get(name));
    const known = types.getAll();
    const offered = !holder.typeRef || known.includes(holder.typeRef) ? known : [holder.typeRef, ...known];
    const options = offered.map((type) => element('option', { value: type, selected: type === holder.typeRef }, translate(type)));
    const onChange = ({ target }) => modeling.updateProperties(holder, { typeRef: target.value });
    const select = element('select', { 'aria-label': translate('Type'), onChange }, options, 'type-choice');
    const label = element('label', {}, `${translate('Type')}:`, 'dms-label');
    const control = element('div', {}, [label, select], 'dms-form-control');
    return element('div', {}, [control], 'type-ref-edit context-menu-container');
  }
}

/* Flags of Inferno: 256 a select, 1 any other element; 0 leaves it to find out what the children are. */
function element(tag, attributes, children, classes = null) {
  return createVNode(tag === 'select' ? 256 : 1, tag, classes, children, 0, attributes);
}

class TypeChoices {
  static $inject = ['components'];

  constructor(components) {
    components.onGetComponent('context-menu', LAST, ({ contextMenuType } = {}) => {
      if (contextMenuType === 'input-edit' || contextMenuType === 'output-edit') return TypeChoice;
      return undefined;
    });
  }
}

export default { typeRefEditingProvider: ['type', TypeChoices] };
