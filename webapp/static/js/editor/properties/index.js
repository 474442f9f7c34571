import { AutomaticGroup } from './automatic.js';
import { CallGroup } from './call.js';
import { DecisionGroup } from './decision.js';
import { StepSettings } from './extension.js';
import { FlowGroup } from './flow.js';
import { GeneralGroup } from './general.js';
import { Organisation } from './options.js';
import { ProblemsGroup } from './problems_group.js';
import { ScriptsGroup } from './scripts.js';
import { StepGroup } from './step.js';
import { TimerGroup } from './timer.js';

export default {
  __init__: [
    'generalGroup',
    'stepGroup',
    'automaticGroup',
    'decisionGroup',
    'flowGroup',
    'timerGroup',
    'callGroup',
    'scriptsGroup',
    'problemsGroup',
  ],
  organisation: ['type', Organisation],
  stepSettings: ['type', StepSettings],
  generalGroup: ['type', GeneralGroup],
  stepGroup: ['type', StepGroup],
  automaticGroup: ['type', AutomaticGroup],
  decisionGroup: ['type', DecisionGroup],
  flowGroup: ['type', FlowGroup],
  timerGroup: ['type', TimerGroup],
  callGroup: ['type', CallGroup],
  scriptsGroup: ['type', ScriptsGroup],
  problemsGroup: ['type', ProblemsGroup],
};
