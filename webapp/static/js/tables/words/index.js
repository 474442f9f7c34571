/* Every text of the table editor, English → Vietnamese; `npm run check-words` finds what is missing. */
import { CELLS } from './cells.js';
import { TABLE } from './table.js';

export const WORDS = { ...TABLE, ...CELLS };
