/* The drawing board of one page: frame, draft, checks, files. */
import { showMessage } from '../flashes.js';
import { makeBar } from './bar.js';
import { exportDiagram } from './export.js';
import { chooseDay } from './problems/day.js';
import { nameForeign } from './foreign.js';
import { readFile, refuse } from './import.js';
import { makeModeler } from './modeler.js';
import { unreadPart, whyNot } from './reasons.js';
import { rehearse } from './rehearsal.js';
import { ChecksClient } from './shared/checks_client.js';
import { askAboutConflict } from './shared/conflict.js';
import { Draft } from './shared/draft.js';
import { make } from './shared/elements.js';
import { acceptDrops, download, pickFile } from './shared/files.js';
import { offerKept } from './shared/kept.js';
import { startPresence } from './shared/presence.js';
import { ProblemList } from './shared/problem_list.js';
import { takeHeight } from './shared/height.js';
import { fetchJson } from './shared/requests.js';
import { say } from './texts.js';
import { showBeginning } from './view.js';

/* drawing: the answer to the request for the draft, which may be under way already */
export function startBoard(place, drawing) {
  const board = new Board(place, drawing);
  place.bpmnEditor = board; // for tests and the page's own scripts
  board.open();
}

class Board {
  constructor(place, drawing) {
    this.place = place;
    this.data = place.dataset;
    this.opened = null; // the text that the drawing was made from
    this.build();
    this.modeler = makeModeler(this.canvas, this.panel);
    this.checksClient = new ChecksClient(this.data.lint, () => this.xml(), (state, report) => this.checked(state, report));
    this.draft = new Draft({
      ...this.data,
      asked: drawing,
      key: `bpmn-${this.data.user}-${this.data.key}`,
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
    this.bar = make('div', { class: 'board-bar', role: 'toolbar', 'aria-label': say('bar') });
    this.state = make('output', { class: 'board-bar__state' });
    this.presence = make('p', { class: 'board-note board-note--warn', role: 'status', hidden: true });
    this.canvas = make('div', { class: 'board__canvas', 'aria-label': say('canvas'), role: 'region' });
    this.panel = make('aside', { class: 'board__panel', 'aria-label': say('panel') });
    this.hint = make('p', { class: 'board-note', hidden: true }, say('simulate_hint'));
    const middle = make('div', { class: 'board__middle' }, this.canvas, this.panel);
    this.place.replaceChildren(this.bar, make('div', {}, this.presence, this.hint), middle);
    this.place.classList.add('board');
    takeHeight(this.place);
    this.problems = new ProblemList(this.place, (problem) => this.modeler.get('checks').choose(problem));
  }

  async open() {
    this.tell('loading', say('loading'));
    makeBar(this.bar, this.modeler, {
      import_file: () => pickFile('.bpmn,.xml', (file) => this.importFile(file)),
      export_bpmn: () => this.export('bpmn'),
      export_svg: () => this.export('svg'),
      export_png: () => this.export('png'),
    });
    this.bar.append(this.state);
    this.listen();
    fetchJson(this.data.options)
      .then((options) => this.modeler.get('organisation').learn(options))
      .catch(() => showMessage(say('options_failed'), 'warn'));
    startPresence(this.data.presence, this.presence);
    const loaded = await this.load();
    if (loaded) offerKept(this.draft, (xml) => this.replace(xml));
  }

  listen() {
    this.modeler.on('commandStack.changed', ({ trigger }) => {
      if (trigger === 'clear') return;
      this.draft.touch();
      this.checksClient.later();
    });
    this.modeler.on('tokenSimulation.toggleMode', ({ active }) => {
      this.hint.hidden = !active; // as a statement: a listener that returns false would silence the others
    });
    acceptDrops(this.canvas, (file) => this.importFile(file));
    chooseDay(this.problems.place, this.data.today, (day) => this.checkFor(day));
    this.place.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      this.draft.save();
    });
    // A flow drawn with the mouse leaves the focus where it was; the next key is meant for the drawing.
    this.modeler.on(['connect.end', 'global-connect.end'], 100, () => this.modeler.get('canvas').focus());
    this.bar.addEventListener('click', ({ target }) => {
      if (!target.closest('summary, details') && !document.querySelector('dialog[open], .djs-search-open, .djs-popup')) {
        this.modeler.get('canvas').focus();
      }
    });
    new ResizeObserver(() => this.modeler.get('canvas').resized()).observe(this.canvas);
  }

  /* Who holds which role is asked for that day; empty: today. */
  checkFor(day) {
    const asked = (address) => (day ? `${address}${address.includes('?') ? '&' : '?'}on=${day}` : address);
    this.checksClient.address = asked(this.data.lint);
    this.draft.address = asked(this.data.save);
    this.checksClient.now();
  }

  async load() {
    try {
      await this.draw(await this.draft.load());
      this.tell('loaded', '');
      return true;
    } catch (error) {
      this.tell('failed', '');
      const why = this.draft.etag ? whyNot(error) : error.message;
      showMessage(say('load_failed', { why }), 'error', { label: say('reload'), href: location.href });
      return false;
    }
  }

  async draw(xml) {
    nameForeign(this.modeler.get('moddle'), xml);
    const { warnings } = await this.modeler.importXML(xml);
    this.opened = xml;
    showBeginning(this.modeler.get('canvas'));
    this.warn(warnings);
    this.checksClient.now();
    this.place.dataset.ready = '';
  }

  warn(warnings) {
    const lost = warnings.filter(({ error }) => error);
    if (!lost.length) return;
    const what = [...new Set(lost.map(unreadPart))].slice(0, 3).join('; ');
    showMessage(say('import_warnings', { n: lost.length, what }), 'warn');
  }

  /* Another text in place of this one, as an edit of the draft. */
  async replace(xml) {
    await this.draw(xml);
    this.draft.touch();
  }

  async importFile(file) {
    const xml = await readFile(file, this.data.lint);
    if (xml === null) return;
    const before = await this.draft.asKept();
    try {
      await rehearse(xml);
    } catch (error) {
      refuse(file.name, [whyNot(error)]);
      return;
    }
    this.file = xml;
    await this.replace(xml);
    const message = showMessage(say('import_done', { name: file.name }), 'good', {
      label: say('import_undo'),
      onClick: () => {
        message.remove();
        this.file = before;
        this.replace(before);
      },
    });
  }

  export(kind) {
    const tell = (sentence) => showMessage(sentence, 'warn');
    return exportDiagram(this.modeler, kind, this.data.key, { read: () => this.draft.asKept(), tell });
  }

  conflict(xml) {
    askAboutConflict({
      copy: () => download(`${this.data.key}-ban-cua-toi.bpmn`, xml, 'application/xml'),
      theirs: () => {
        this.draft.forget();
        this.load();
      },
    });
  }

  /* The library leaves out what it does not know: as long as nothing is drawn, the text is the one that was opened. */
  async xml() {
    if (this.opened !== null && !this.modeler.get('commandStack').canUndo()) return this.opened;
    const { xml } = await this.modeler.saveXML({ format: true });
    return xml;
  }

  checked(state, report) {
    this.problems.tell(state);
    if (!report) return;
    this.problems.show(report.problems);
    this.modeler.get('checks').show(report.problems);
  }

  tell(state, text) {
    this.state.textContent = text;
    this.state.dataset.state = state;
  }
}
