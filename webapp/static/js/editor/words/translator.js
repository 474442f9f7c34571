/* A translate service over one list of words; english holds what is no word in the library itself. */
export function translator(list, english = {}) {
  const words = document.documentElement.lang === 'en' ? english : list;
  return (template, replacements) => {
    const text = Object.hasOwn(words, template) ? words[template] : template;
    return text.replace(/\{([^}]+)\}/g, (whole, key) => replacements?.[key.trim()] ?? whole);
  };
}
