import { RunnableContextPad } from './context_pad.js';
import { FlowWords } from './flow_words.js';
import { RunnablePalette } from './palette.js';
import { RunnableReplacements } from './replace_menu.js';
import { RunnableRules } from './rules.js';
import { WideSteps } from './sizes.js';

export default {
  __init__: ['runnableRules', 'runnableReplacements', 'runnableContextPad', 'flowWords'],
  flowWords: ['type', FlowWords],
  runnableRules: ['type', RunnableRules],
  runnableReplacements: ['type', RunnableReplacements],
  runnableContextPad: ['type', RunnableContextPad],
  elementFactory: ['type', WideSteps],
  paletteProvider: ['type', RunnablePalette],
};
