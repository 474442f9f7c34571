/*
 * Token simulation with our words. The library writes texts, names and colours into markup as strings; the services
 * replaced here build the same things as elements, so that a name stays a name and no inline style is needed.
 */
import TokenSimulation from 'bpmn-js-token-simulation/lib/modeler';
import { Controls } from './controls.js';
import { Journal } from './journal.js';
import { Mode } from './mode.js';
import { Notes, StepNotes } from './notes.js';
import { Runs } from './runs.js';
import { StepButtons } from './step_buttons.js';
import { Tokens } from './tokens.js';

export default {
  __depends__: [TokenSimulation],
  contextPads: ['type', StepButtons],
  elementNotifications: ['type', StepNotes],
  log: ['type', Journal],
  notifications: ['type', Notes],
  showScopes: ['type', Runs],
  toggleMode: ['type', Mode],
  tokenSimulationKeyboardBindings: ['value', null], // see door.js
  tokenCount: ['type', Tokens],
  tokenSimulationPalette: ['type', Controls],
};
