/* Below the list of problems: the day whose people the checks look at. */
import { make } from '../shared/elements.js';
import { say } from '../texts.js';

export function chooseDay(place, today, onChoose) {
  const day = make('input', { type: 'date', class: 'input input--short', value: today });
  day.addEventListener('change', () => onChoose(day.value));
  place.append(make('label', { class: 'problems__day' }, make('span', {}, say('check_on')), day));
}
