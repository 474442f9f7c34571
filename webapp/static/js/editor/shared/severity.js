/* How grave a problem is: always word + icon + colour. */
import { say } from '../texts.js';
import { iconAddress } from './elements.js';

const ICONS = { error: 'stop', deploy: 'alert', warning: 'info' };
export const SEVERITIES = Object.keys(ICONS);

export function mark(severity) {
  const known = severity in ICONS ? severity : 'error';
  return { name: ICONS[known], icon: iconAddress(ICONS[known]), word: say(`severity_${known}`), severity: known };
}

export function gravest(problems) {
  return SEVERITIES.find((severity) => problems.some((each) => mark(each.severity).severity === severity));
}
