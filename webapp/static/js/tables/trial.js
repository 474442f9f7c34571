/* "Thử": choose what a document is, see the row that decides and what the signer would read. */
import { make } from '../editor/shared/elements.js';
import { sendJson, sentenceOf } from '../editor/shared/requests.js';
import { say } from '../editor/texts.js';

export class Trial {
  /* before(): saves what is written; onRule(id): shows the row */
  constructor(address, { before, read, onRule }) {
    Object.assign(this, { address, before, read, onRule, called: () => undefined });
    this.fields = make('div', { class: 'trial__fields' });
    this.answer = make('div', { class: 'trial__answer', role: 'status' });
    this.form = make(
      'form',
      { class: 'trial' },
      make('h2', { class: 'trial__title' }, say('trial')),
      make('p', { class: 'soft small' }, say('trial_hint')),
      this.fields,
      make('button', { class: 'button button--small', type: 'submit' }, say('trial_ask')),
      this.answer,
    );
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.ask();
    });
  }

  /* What people call the keys that stand in cells: posts, kinds, seals; and the values of one column. */
  learn({ names, columns }) {
    this.called = (column, value) => columns[column]?.[value] ?? names[value];
    const inputs = JSON.parse(this.offered ?? '[]');
    this.offered = null;
    this.offer(inputs);
  }

  /* One field for each condition column; what was chosen stays. */
  offer(inputs) {
    const wanted = JSON.stringify(inputs);
    if (wanted === this.offered) return;
    this.offered = wanted;
    const chosen = new FormData(this.form);
    this.fields.replaceChildren(...inputs.map((input) => field(input, chosen.get(input.name), this.called)));
  }

  async ask() {
    const values = new FormData(this.form);
    const inputs = {};
    for (const { name, type } of JSON.parse(this.offered ?? '[]')) inputs[name] = typed(values.get(name), type);
    this.answer.textContent = say('trial_asking');
    this.onRule('');
    try {
      await this.before();
      const answer = await sendJson(this.address, { inputs, dmn: await this.read() });
      if (!answer.ok) return this.say('warn', (await sentenceOf(answer)) || say('trial_none'));
      return this.show(await answer.json());
    } catch {
      return this.say('warn', say('trial_failed'));
    }
  }

  show({ rule, outputs, sentence }) {
    if (!rule) return this.say('warn', sentence || say('trial_none')); // no row fits
    const rows = Object.entries(outputs ?? {}).flatMap(([name, value]) => [
      make('dt', {}, this.labels?.[name] ?? name),
      make('dd', {}, this.called(name, value) ?? words(value)),
    ]);
    this.answer.className = 'trial__answer trial__answer--good';
    this.answer.replaceChildren(make('p', {}, sentence || say('trial_found')), make('dl', { class: 'facts' }, ...rows));
    this.onRule(rule);
    this.answer.scrollIntoView({ block: 'nearest' });
  }

  say(kind, text) {
    this.answer.className = `trial__answer trial__answer--${kind}`;
    this.answer.textContent = text;
    this.answer.scrollIntoView({ block: 'nearest' });
  }
}

function field({ name, label, type, values }, chosen, called) {
  const id = `trial-${name}`;
  const choices = type === 'boolean' ? [['true', say('yes')], ['false', say('no')]] : values.map((value) => [value, called(name, value) ?? (value || say('trial_empty'))]);
  const control = choices.length
    ? make('select', { id, name, class: 'input' }, ...choices.map(([value, word]) => make('option', { value }, word)))
    : make('input', { id, name, class: 'input', inputmode: type === 'number' ? 'decimal' : 'text', autocomplete: 'off' });
  if (chosen !== null && chosen !== undefined) control.value = chosen;
  return make('div', { class: 'field' }, make('label', { for: id }, label || name), control);
}

function typed(value, type) {
  if (type === 'boolean') return value === 'true';
  if (type === 'number') return value === '' ? null : Number(value.replace(',', '.'));
  return value.normalize('NFC');
}

function words(value) {
  if (value === true || value === false) return say(value ? 'yes' : 'no');
  if (value === null || value === undefined || value === '') return '–';
  return Array.isArray(value) ? value.map(words).join(', ') : String(value);
}
