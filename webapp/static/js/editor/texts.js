/* What the editors themselves say, in the page's language. */
import { EN } from './texts_en.js';
import { VI } from './texts_vi.js';

const texts = document.documentElement.lang === 'en' ? EN : VI;

export function say(key, data = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => data[name]);
}
