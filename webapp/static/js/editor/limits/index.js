import { RunnableContextPad } from './context_pad.js';
import { RunnablePalette } from './palette.js';
import { RunnableReplacements } from './replace_menu.js';
import { RunnableRules } from './rules.js';
import { WideSteps } from './sizes.js';

export default {
  __init__: ['runnableRules', 'runnableReplacements', 'runnableContextPad'],
  runnableRules: ['type', RunnableRules],
  runnableReplacements: ['type', RunnableReplacements],
  runnableContextPad: ['type', RunnableContextPad],
  elementFactory: ['type', WideSteps],
  paletteProvider: ['type', RunnablePalette],
};
