/* Whether a file can be drawn, tried out of sight: a failed import leaves a board on which nothing can be drawn. */
import BaseViewer from 'bpmn-js/lib/BaseViewer';
import core from 'bpmn-js/lib/core';
import { make } from './shared/elements.js';

/* A choreography is a kind of collaboration, by the names of the standard. */
const DRAWN = /^bpmn:(Process|Collaboration|(Ad[Hh]oc)?SubProcess|Transaction)$/;

class Rehearsal extends BaseViewer {
  getModules() {
    return [core];
  }
}

export async function rehearse(xml) {
  const viewer = new Rehearsal({ container: make('div', {}) });
  try {
    await viewer.importXML(xml);
    const { businessObject } = viewer.get('canvas').getRootElement();
    if (DRAWN.test(businessObject.$type)) return;
    // Of a choreography the library draws nothing and says nothing.
    throw new Error(`unsupported bpmnElement for <plane>: <${businessObject.$type} id="${businessObject.id}" />`);
  } finally {
    viewer.destroy();
  }
}
