/* What may be drawn: what the engine runs (workflows/engine/support.py). Files may hold more; it is shown, kept and listed. */
const PLAIN = new Set([
  'bpmn:UserTask',
  'bpmn:ServiceTask',
  'bpmn:BusinessRuleTask',
  'bpmn:CallActivity',
  'bpmn:SubProcess',
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:InclusiveGateway',
  'bpmn:StartEvent',
  'bpmn:EndEvent',
  'bpmn:Participant',
  'bpmn:Lane',
  'bpmn:TextAnnotation',
  'bpmn:SequenceFlow',
  'bpmn:Association',
]);
const TIMED = new Set(['bpmn:BoundaryEvent', 'bpmn:IntermediateCatchEvent']);

export function runnable(element) {
  if (element.labelTarget) return runnable(element.labelTarget);
  const { type, businessObject } = element;
  const definitions = (businessObject?.eventDefinitions ?? []).map((each) => each.$type);
  if (TIMED.has(type)) return definitions.length === 1 && definitions[0] === 'bpmn:TimerEventDefinition';
  if (!PLAIN.has(type) || definitions.length) return false;
  return !businessObject?.triggeredByEvent && !businessObject?.isForCompensation;
}

/* Entries of the replace menu that lead to such an element. */
export const REPLACEMENTS = new Set([
  'replace-with-user-task',
  'replace-with-service-task',
  'replace-with-rule-task',
  'replace-with-call-activity',
  'replace-with-collapsed-subprocess',
  'replace-with-expanded-subprocess',
  'replace-with-subprocess',
  'replace-with-exclusive-gateway',
  'replace-with-parallel-gateway',
  'replace-with-inclusive-gateway',
  'replace-with-none-start',
  'replace-with-none-end',
  'replace-with-timer-intermediate-catch',
  'replace-with-timer-boundary',
  'replace-with-non-interrupting-timer-boundary',
  'replace-with-sequence-flow',
  'replace-with-default-flow',
  'replace-with-expanded-pool',
]);
