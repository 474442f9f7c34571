/* How many runs stand at a step. */
import TokenCount from 'bpmn-js-token-simulation/lib/features/token-count/TokenCount';
import { make } from '../shared/elements.js';
import { paint } from './titles.js';

export class Tokens extends TokenCount {
  static $inject = ['eventBus', 'overlays', 'simulator', 'scopeFilter', 'simulationStyles'];

  addTokenCount(element, scopes) {
    if (!scopes.length) return;
    const html = make('div', { class: 'bts-token-count-parent' }, ...scopes.map((scope) => this.token(element, scope)));
    const shown = { position: { bottom: 10, left: -15 }, html, show: { minZoom: 0.5 } };
    this.overlayIds[element.id] = this._overlays.add(element, 'bts-token-count', shown);
  }

  token(element, scope) {
    const shown = this._scopeFilter.isShown(scope) ? '' : ' inactive';
    const token = make('div', { class: `bts-token-count waiting${shown}`, 'data-scope-id': scope.id });
    token.textContent = scope.getTokensByElement(element);
    paint(token, scope.colors);
    return token;
  }
}
