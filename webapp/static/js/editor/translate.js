/* The libraries' own texts in the page's language. English pages show them as they are. */
import { WORDS } from './words/index.js';

const words = document.documentElement.lang === 'en' ? {} : WORDS;

export function translate(template, replacements) {
  const text = Object.hasOwn(words, template) ? words[template] : template;
  return text.replace(/\{([^}]+)\}/g, (whole, key) => replacements?.[key.trim()] ?? whole);
}

export default { translate: ['value', translate] };
