/*
 * Elements of the engine's namespace that our descriptor does not name (scripts and settings of other editors of the
 * same engine). The library would drop what it cannot name; here each gets a name, its text, its parts and attributes.
 */
import descriptor from './moddle.json';

export function nameForeign(moddle, xml) {
  const { registry } = moddle;
  const known = registry.packageMap[descriptor.prefix];
  const file = new DOMParser().parseFromString(xml, 'application/xml');
  for (const { localName } of file.getElementsByTagNameNS(descriptor.uri, '*')) {
    const name = localName.charAt(0).toUpperCase() + localName.slice(1);
    if (registry.typeMap[`${descriptor.prefix}:${name}`]) continue;
    registry.registerType(
      {
        name,
        superClass: ['Element'],
        meta: { allowedIn: ['*'] },
        properties: [
          { name: 'text', type: 'String', isBody: true },
          { name: 'parts', type: 'Element', isMany: true },
        ],
      },
      known,
    );
  }
}
