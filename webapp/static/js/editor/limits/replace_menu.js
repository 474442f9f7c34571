/* The menu "Đổi loại" offers what the engine runs, and no markers (loops, several people) that it does not. */
import { REPLACEMENTS } from './runnable.js';

const LAST = 100;

export class RunnableReplacements {
  static $inject = ['popupMenu'];

  constructor(popupMenu) {
    popupMenu.registerProvider('bpmn-replace', LAST, this);
  }

  getPopupMenuEntries() {
    return (entries) => pick(entries, (id) => REPLACEMENTS.has(id));
  }

  getPopupMenuHeaderEntries() {
    return () => ({});
  }
}

function pick(entries, wanted) {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => wanted(id)));
}
