/*
 * A table of any version of DMN as the library reads it: in the words of 1.3. What a decision table says is written the
 * same way since 1.1; only the names of the standard's versions differ.
 */
const VERSION = /(["'])https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(MODEL\/|DMNDI\/|DC\/|DI\/|dmn(?:11)?\.xsd|DMN15\.xsd)\1/g;
const AS_READ = {
  'DMNDI/': 'https://www.omg.org/spec/DMN/20191111/DMNDI/',
  'DC/': 'http://www.omg.org/spec/DMN/20180521/DC/',
  'DI/': 'http://www.omg.org/spec/DMN/20180521/DI/',
};

/* Places of boxes in files of 1.1; the library keeps that prefix for a newer form and could not write the file again. */
const BOXES = 'http://bpmn.io/schema/dmn/biodi/1.0';

export function asRead(xml) {
  const named = xml.includes(BOXES) ? xml.replace(/(<\/?|xmlns:|\s)biodi(?=[:=])/g, '$1biodi1') : xml;
  return named.replace(VERSION, (_, quote, part) => `${quote}${AS_READ[part] ?? 'https://www.omg.org/spec/DMN/20191111/MODEL/'}${quote}`);
}
