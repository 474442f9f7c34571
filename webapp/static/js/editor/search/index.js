/* Search that finds "Ký" by "ky", in the diagram and in menus; results show the text as written. */
import search from 'diagram-js/lib/features/search/search';

export function fold(text) {
  // One letter for one letter, so that positions stay.
  return Array.from(text.normalize('NFC'), (letter) => plain(letter) ?? letter).join('');
}

function plain(letter) {
  if (letter === 'đ') return 'd';
  if (letter === 'Đ') return 'D';
  const [base] = letter.normalize('NFD');
  return base.length === letter.length ? base : letter;
}

function searchFolded(items, pattern, options) {
  const folded = items.map((item) => {
    const texts = options.keys.filter((key) => typeof item[key] === 'string').map((key) => [key, fold(item[key])]);
    return { ...item, ...Object.fromEntries(texts), original: item };
  });
  return search(folded, fold(pattern), options).map(({ item, tokens }) => {
    const shown = Object.entries(tokens).map(([key, parts]) => [key, asWritten(parts, item.original[key])]);
    return { item: item.original, tokens: Object.fromEntries(shown) };
  });
}

function asWritten(parts, text) {
  if (typeof text !== 'string' || parts.some(Array.isArray)) return parts;
  const written = text.normalize('NFC');
  let start = 0;
  return parts.map((part) => {
    const value = written.slice(start, start + part.value.length);
    start += part.value.length;
    return { ...part, value };
  });
}

export default { search: ['value', searchFolded] };
