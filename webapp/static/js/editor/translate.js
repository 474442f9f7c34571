/* The libraries' own texts in the page's language. English pages show them as they are. */
import { WORDS } from './words/index.js';
import { translator } from './words/translator.js';

export const translate = translator(WORDS);

export default { translate: ['value', translate] };
