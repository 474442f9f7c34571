/* Every text of the libraries in the bundle, English → Vietnamese; `npm run check-words` finds what is missing. */
import { ELEMENTS } from './elements.js';
import { EVENTS } from './events.js';
import { PANEL } from './panel.js';
import { SIMULATION } from './simulation.js';
import { TOOLS } from './tools.js';

export const WORDS = { ...TOOLS, ...ELEMENTS, ...EVENTS, ...PANEL, ...SIMULATION };
