/* A translate service over one list of words. */
export function translator(list) {
  const words = document.documentElement.lang === 'en' ? {} : list;
  return (template, replacements) => {
    const text = Object.hasOwn(words, template) ? words[template] : template;
    return text.replace(/\{([^}]+)\}/g, (whole, key) => replacements?.[key.trim()] ?? whole);
  };
}
