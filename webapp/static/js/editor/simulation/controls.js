/* Buttons at the left while simulating: run, start again, speed. */
import Palette from 'bpmn-js-token-simulation/lib/features/palette/Palette';
import { translateTitles } from './titles.js';

export class Controls extends Palette {
  static $inject = ['eventBus', 'canvas'];

  addEntry(entry, index) {
    translateTitles(entry);
    super.addEntry(entry, index);
  }
}
