/* The drawing board: bpmn-js with our limits, properties, checks, simulation and words. */
import Modeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule } from 'bpmn-js-properties-panel';
import minimap from 'diagram-js-minimap';
import limits from './limits/index.js';
import moddle from './moddle.json';
import problems from './problems/index.js';
import properties from './properties/index.js';
import search from './search/index.js';
import simulation from './simulation/index.js';
import translate from './translate.js';

export function makeModeler(container, panel) {
  return new Modeler({
    container,
    additionalModules: [
      translate,
      BpmnPropertiesPanelModule,
      minimap,
      simulation,
      limits,
      problems,
      properties,
      search,
    ],
    moddleExtensions: { spiffworkflow: moddle },
    propertiesPanel: { parent: panel },
    minimap: { open: false },
    canvas: { autoFocus: true }, // keys work as soon as the mouse is over the drawing
  });
}
