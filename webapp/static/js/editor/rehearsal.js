/* Whether a file can be drawn, tried out of sight: a failed import leaves a board on which nothing can be drawn. */
import BaseViewer from 'bpmn-js/lib/BaseViewer';
import core from 'bpmn-js/lib/core';
import { make } from './shared/elements.js';

class Rehearsal extends BaseViewer {
  getModules() {
    return [core];
  }
}

export async function rehearse(xml) {
  const viewer = new Rehearsal({ container: make('div', {}) });
  try {
    await viewer.importXML(xml);
  } finally {
    viewer.destroy();
  }
}
