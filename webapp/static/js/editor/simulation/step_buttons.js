/* Buttons on steps while simulating. */
import ContextPads from 'bpmn-js-token-simulation/lib/features/context-pads/ContextPads';
import { translateTitles } from './titles.js';

export class StepButtons extends ContextPads {
  static $inject = ['eventBus', 'elementRegistry', 'overlays', 'injector', 'canvas', 'scopeFilter'];

  /* A late message of the simulator must not bring buttons back once one draws again. */
  updateElementContextPads(element) {
    if (this._active) super.updateElementContextPads(element);
  }

  _addOverlay(element, options) {
    translateTitles(options.html);
    super._addOverlay(element, options);
  }
}
