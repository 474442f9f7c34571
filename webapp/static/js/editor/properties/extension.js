/* Reads and writes what a step carries in the engine's namespace; one call, one entry of the undo list. */
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';

const PROPERTIES = 'spiffworkflow:Properties';

export class StepSettings {
  static $inject = ['modeling', 'bpmnFactory'];

  constructor(modeling, bpmnFactory) {
    Object.assign(this, { modeling, bpmnFactory });
  }

  property(element, name) {
    return properties(element).find((each) => each.name === name)?.value ?? '';
  }

  setProperty(element, name, value) {
    const holder = extension(element, PROPERTIES);
    const known = properties(element).find((each) => each.name === name);
    if (known && value) return this.modeling.updateModdleProperties(element, known, { value });
    if (known) {
      const rest = properties(element).filter((each) => each !== known);
      if (!rest.length) return this.remove(element, PROPERTIES);
      return this.modeling.updateModdleProperties(element, holder, { properties: rest });
    }
    if (!value) return undefined;
    const property = this.bpmnFactory.create('spiffworkflow:Property', { name, value });
    if (!holder) return this.add(element, PROPERTIES, { properties: [property] }, [property]);
    property.$parent = holder;
    return this.modeling.updateModdleProperties(element, holder, { properties: [...properties(element), property] });
  }

  /* An extension of one value: the body of calledDecisionId, the id of serviceTaskOperator. */
  value(element, type, attribute) {
    return extension(element, type)?.get(attribute)?.trim() ?? '';
  }

  setValue(element, type, attribute, value) {
    const known = extension(element, type);
    if (!value) return known && this.remove(element, type);
    if (known) return this.modeling.updateModdleProperties(element, known, { [attribute]: value });
    return this.add(element, type, { [attribute]: value });
  }

  add(element, type, values, children = []) {
    const made = this.bpmnFactory.create(type, values);
    children.forEach((child) => (child.$parent = made));
    const holder = getBusinessObject(element).extensionElements;
    if (holder) {
      made.$parent = holder;
      return this.modeling.updateModdleProperties(element, holder, { values: [...holder.get('values'), made] });
    }
    const fresh = this.bpmnFactory.create('bpmn:ExtensionElements', { values: [made] });
    made.$parent = fresh;
    fresh.$parent = getBusinessObject(element);
    return this.modeling.updateModdleProperties(element, getBusinessObject(element), { extensionElements: fresh });
  }

  remove(element, type) {
    const object = getBusinessObject(element);
    const values = object.extensionElements.get('values').filter((each) => each.$type !== type);
    if (!values.length) {
      return this.modeling.updateModdleProperties(element, object, { extensionElements: undefined });
    }
    return this.modeling.updateModdleProperties(element, object.extensionElements, { values });
  }
}

function extension(element, type) {
  return getBusinessObject(element).extensionElements?.get('values').find((each) => each.$type === type);
}

function properties(element) {
  return extension(element, PROPERTIES)?.get('properties') ?? [];
}
