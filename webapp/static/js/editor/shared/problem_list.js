/* The list at the bottom: "Vấn đề (3)". Choosing one shows its place. */
import { say } from '../texts.js';
import { icon, make } from './elements.js';
import { SEVERITIES, mark } from './severity.js';

export class ProblemList {
  /* where(problem): the place in words, if the sentence does not say it */
  constructor(place, onChoose, where = () => '') {
    this.onChoose = onChoose;
    this.where = where;
    this.title = make('span', {}, say('problems_unknown'));
    this.state = make('span', { class: 'problems__state', role: 'status' });
    this.list = make('ul', { class: 'problems__list' });
    this.none = make('span', { class: 'problems__none', hidden: true }, icon('check-circle'), say('problems_none'));
    this.summary = make('summary', { class: 'problems__head' }, this.title, this.none, this.state);
    this.place = make('details', { class: 'problems', open: true }, this.summary, this.list);
    place.append(this.place);
  }

  tell(state) {
    this.state.textContent = state === 'checked' ? '' : say(state);
  }

  show(problems) {
    this.title.textContent = say('problems', { n: problems.length });
    const sorted = [...problems].sort((one, other) => rank(one) - rank(other));
    this.list.replaceChildren(...sorted.map((problem) => this.row(problem)));
    this.none.hidden = problems.length > 0;
  }

  row(problem) {
    const { name, word, severity } = mark(problem.severity);
    const words = [
      icon(name),
      make('strong', { class: 'problem__word' }, word),
      make('span', {}, placed(this.where(problem), problem.message)),
    ];
    const row = make('button', { type: 'button', class: `problem problem--${severity}`, onClick: () => this.onChoose(problem) }, ...words);
    return make('li', {}, row);
  }
}

/* A sentence that begins with its place does not say it twice. */
function placed(where, message) {
  return where && !message.startsWith(where) ? `${where}: ${message}` : message;
}

function rank(problem) {
  return SEVERITIES.indexOf(mark(problem.severity).severity);
}
