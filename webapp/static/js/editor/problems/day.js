/* Below the list of problems: the day whose people the checks look at. */
import { make } from '../shared/elements.js';
import { say } from '../texts.js';

export function chooseDay(place, onChoose) {
  // The day as a date field wants it, where the person is.
  const day = make('input', { type: 'date', class: 'input input--short', value: new Date().toLocaleDateString('sv-SE') });
  day.addEventListener('change', () => onChoose(day.value));
  place.append(make('label', { class: 'problems__day' }, make('span', {}, say('check_on')), day));
}
