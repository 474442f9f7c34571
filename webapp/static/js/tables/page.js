/* One table: bar, table, trial, draft, checks. */
import { showMessage } from '../flashes.js';
import { readFile, refuse } from '../editor/import.js';
import { ChecksClient } from '../editor/shared/checks_client.js';
import { askAboutConflict } from '../editor/shared/conflict.js';
import { Draft } from '../editor/shared/draft.js';
import { button, make } from '../editor/shared/elements.js';
import { acceptDrops, download, pickFile } from '../editor/shared/files.js';
import { takeHeight } from '../editor/shared/height.js';
import { offerKept } from '../editor/shared/kept.js';
import { startPresence } from '../editor/shared/presence.js';
import { ProblemList } from '../editor/shared/problem_list.js';
import { fetchJson } from '../editor/shared/requests.js';
import { say } from '../editor/texts.js';
import { inputsOf, outputLabels } from './columns.js';
import { Marks } from './marks.js';
import { asRead } from './newest.js';
import { placeInWords, placeOf } from './places.js';
import { makeTableEditor } from './table_editor.js';
import { Trial } from './trial.js';

export class TablePage {
  /* drawing: the answer to the request for the draft, which may be under way already */
  constructor(place, drawing) {
    this.place = place;
    this.data = place.dataset;
    this.marks = new Marks();
    this.found = [];
    this.build();
    this.editor = makeTableEditor(this.table);
    this.checks = new ChecksClient(this.data.lint, () => this.xml(), (state, report) => this.checked(state, report));
    this.draft = new Draft({
      ...this.data,
      asked: drawing,
      key: `dmn-${this.data.user}-${this.data.key}`,
      read: () => this.xml(),
      isFile: (text) => text === this.file,
      tell: (state, text) => this.tell(state, text),
      on: {
        problems: (report) => this.checked('checked', report),
        conflict: (xml) => this.conflict(xml),
        refused: (sentence) => showMessage(sentence, 'error'),
        signedOut: () => showMessage(say('kept_signed_out'), 'warn', { label: say('sign_in'), href: '/', newTab: true }),
      },
    });
  }

  build() {
    this.state = make('output', { class: 'board-bar__state' });
    this.undo = button(say('undo'), 'undo', () => this.commands?.undo(), { title: 'Ctrl Z', disabled: true });
    this.redo = button(say('redo'), 'redo', () => this.commands?.redo(), { title: 'Ctrl Y', disabled: true });
    const files = make(
      'div',
      { class: 'board-bar__group' },
      button(say('import_file'), 'folder', () => pickFile('.dmn,.xml', (file) => this.importFile(file))),
      button(say('export_dmn'), 'download', () => this.export()),
    );
    const bar = make(
      'div',
      { class: 'board-bar', role: 'toolbar', 'aria-label': say('bar') },
      make('div', { class: 'board-bar__group' }, this.undo, this.redo),
      files,
      this.state,
    );
    this.presence = make('p', { class: 'board-note board-note--warn', role: 'status', hidden: true });
    this.table = make('div', { class: 'table-board__table', role: 'region', 'aria-label': say('table') });
    this.trial = new Trial(this.data.try, {
      before: () => this.draft.save(),
      read: () => this.xml(),
      onRule: (rule) => this.showRule(rule),
    });
    const middle = make('div', { class: 'table-board__middle' }, this.table, make('aside', { class: 'table-board__side' }, this.trial.form));
    this.place.replaceChildren(bar, this.presence, middle);
    this.place.classList.add('board', 'table-board');
    takeHeight(this.place);
    this.problems = new ProblemList(this.place, (problem) => this.show(placeOf(this.decision, problem)), (problem) =>
      placeInWords(this.decision, problem, say),
    );
  }

  async open() {
    this.tell('loading', say('table_loading'));
    this.editor.on('viewer.created', ({ viewer }) => this.follow(viewer));
    acceptDrops(this.table, (file) => this.importFile(file));
    this.place.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      this.draft.save();
    });
    startPresence(this.data.presence, this.presence);
    this.learnNames();
    if (await this.load()) offerKept(this.draft, (xml) => this.replace(xml));
  }

  /* Only the trial speaks in names; without the list it shows the keys. */
  async learnNames() {
    try {
      this.trial.learn(await fetchJson(this.data.names));
    } catch {
      // keys are shown
    }
  }

  follow(viewer) {
    this.commands = viewer.get('commandStack');
    viewer.on('commandStack.changed', ({ trigger }) => {
      this.undo.disabled = !this.commands.canUndo();
      this.redo.disabled = !this.commands.canRedo();
      if (trigger === 'clear' || this.drawing) return;
      this.draft.touch();
      this.checks.later();
      this.marks.showFiring('');
      this.offerTrial();
    });
  }

  get decision() {
    return this.editor.getActiveView()?.element;
  }

  async load() {
    try {
      await this.draw(await this.draft.load());
      this.tell('loaded', '');
      return true;
    } catch (error) {
      this.tell('failed', '');
      showMessage(say('load_failed', { why: error.message }), 'error', { label: say('reload'), href: location.href });
      return false;
    }
  }

  async draw(xml) {
    this.drawing = true;
    try {
      await this.editor.importXML(asRead(xml));
      this.opened = xml;
    } finally {
      this.drawing = false;
    }
    this.offerTrial();
    this.checks.now();
    this.place.dataset.ready = '';
  }

  offerTrial() {
    this.trial.labels = outputLabels(this.decision);
    this.trial.offer(inputsOf(this.decision));
  }

  async replace(xml) {
    await this.draw(xml);
    this.draft.touch();
  }

  async importFile(file) {
    const xml = await readFile(file, this.data.lint);
    if (xml === null) return;
    const before = await this.draft.asKept();
    try {
      this.file = xml;
      await this.replace(xml);
    } catch {
      await this.draw(before);
      refuse(file.name, [say('import_no_table')]);
      return;
    }
    const message = showMessage(say('import_done', { name: file.name }), 'good', {
      label: say('import_undo'),
      onClick: () => {
        message.remove();
        this.file = before;
        this.replace(before);
      },
    });
  }

  async export() {
    download(`${this.data.key}.dmn`, await this.draft.asKept(), 'application/xml');
  }

  conflict(xml) {
    askAboutConflict({
      copy: () => download(`${this.data.key}-ban-cua-toi.dmn`, xml, 'application/xml'),
      theirs: () => {
        this.draft.forget();
        this.load();
      },
    });
  }

  /* The library leaves out what it does not know: as long as nothing is changed, the text is the one that was opened. */
  async xml() {
    if (this.opened && !this.commands?.canUndo()) return this.opened;
    const { xml } = await this.editor.saveXML({ format: true });
    return xml;
  }

  checked(state, report) {
    this.problems.tell(state);
    if (!report) return;
    this.found = report.problems;
    this.problems.show(this.found);
    const places = this.found.flatMap(({ element, also = [], severity }) =>
      [element, ...also].map((each) => [placeOf(this.decision, { element: each }), severity]),
    );
    this.marks.showProblems(places.filter(([place]) => place));
  }

  showRule(rule) {
    this.marks.showFiring(rule);
    if (rule) this.show(`[data-row-id="${CSS.escape(rule)}"]`);
  }

  show(place) {
    const cell = place && this.table.querySelector(place);
    if (!cell) return;
    cell.scrollIntoView({ block: 'center', inline: 'nearest' });
    cell.querySelector('[contenteditable], input, select')?.focus({ preventScroll: true });
  }

  tell(state, text) {
    this.state.textContent = text;
    this.state.dataset.state = state;
  }
}
