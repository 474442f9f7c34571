/* Vietnamese names are long: steps are drawn as wide as those of the shipped diagrams. */
import ElementFactory from 'bpmn-js/lib/features/modeling/ElementFactory';
import { isAny } from 'bpmn-js/lib/util/ModelUtil';

const STEPS = ['bpmn:Task', 'bpmn:CallActivity'];

export class WideSteps extends ElementFactory {
  static $inject = ['bpmnFactory', 'moddle'];

  getDefaultSize(element, di) {
    return isAny(element, STEPS) ? { width: 120, height: 80 } : super.getDefaultSize(element, di);
  }
}
