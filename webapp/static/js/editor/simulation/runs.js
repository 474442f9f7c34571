/* The runs under way, one button each; choosing one hides the others. */
import ShowScopes from 'bpmn-js-token-simulation/lib/features/show-scopes/ShowScopes';
import { isAny } from 'bpmn-js/lib/util/ModelUtil';
import { make } from '../shared/elements.js';
import { translate } from '../translate.js';
import { paint } from './titles.js';

export class Runs extends ShowScopes {
  static $inject = ['eventBus', 'canvas', 'scopeFilter', 'elementColors', 'simulationStyles'];

  addScope(scope) {
    if (!isAny(scope.element, ['bpmn:Process', 'bpmn:SubProcess', 'bpmn:Participant'])) return;
    const run = make('button', {
      type: 'button',
      class: 'bts-scope',
      'data-scope-id': scope.id,
      'aria-pressed': String(this._scopeFilter.isFocused(scope)),
      title: translate('Focus process instance {id}', { id: scope.id }),
      onClick: () => this._scopeFilter.toggle(scope),
    });
    run.textContent = scope.getTokens();
    run.addEventListener('mouseenter', () => this.highlightScope(scope.element));
    run.addEventListener('mouseleave', () => this.unhighlightScope());
    run.classList.toggle('inactive', !this._scopeFilter.isShown(scope));
    paint(run, scope.colors);
    run.style.setProperty('--scope-color', scope.colors?.primary ?? '');
    this._container.append(run);
  }
}
