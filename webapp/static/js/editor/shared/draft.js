/*
 * One draft, kept on the server while it is drawn. PUT with If-Match after a pause; 412 = somebody else saved;
 * without a connection or session the text stays in this browser (../../local_drafts.js) and is offered back.
 */
import { clock } from '../../dates.js';
import { forgetLocally, keepLocally, keptLocally } from '../../local_drafts.js';
import { say } from '../texts.js';
import { send, sentenceOf, signedOut } from './requests.js';

const PAUSE = 1200;
const RETRY = 15_000;

export class Draft {
  /* asked: the first answer of source; read(): the text now; isFile(text): whether it is a file as it came;
     tell(state, text): shows it; on: {problems, conflict, refused, signedOut} */
  constructor({ source, asked, save, key, read, isFile, tell, on }) {
    Object.assign(this, { source, asked, address: save, key, read, isFile, tell, on });
    Object.assign(this, { etag: null, timer: 0, sending: false, changed: false, stopped: false });
    addEventListener('online', () => this.changed && this.later(0));
    addEventListener('beforeunload', (event) => this.unsaved && event.preventDefault());
  }

  get unsaved() {
    return this.changed || this.sending;
  }

  async load() {
    const asked = this.asked;
    this.asked = null;
    const answer = await (asked ?? fetch(this.source, { cache: 'no-store' }));
    if (!answer.ok) throw new Error((await sentenceOf(answer)) || String(answer.status));
    this.etag = answer.headers.get('ETag');
    this.changed = false;
    this.stopped = false;
    return answer.text();
  }

  /* Text of an earlier visit that never reached the server. */
  kept() {
    const kept = keptLocally(this.key);
    return kept?.fields?.text ? { text: kept.fields.text, at: new Date(kept.at) } : null;
  }

  forget() {
    forgetLocally(this.key);
  }

  touch() {
    this.changed = true;
    if (!this.stopped) this.tell('unsaved', say('unsaved'));
    this.later(this.stopped ? 0 : PAUSE);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    clearTimeout(this.timer);
    if (!this.changed || this.sending) return;
    const text = await this.read();
    if (this.stopped) {
      keepLocally(this.key, { text });
      return;
    }
    this.sending = true;
    this.changed = false;
    this.tell('saving', say('saving'));
    try {
      await this.take(await this.put(text), text);
    } catch {
      this.keep(text, 'kept_offline');
      this.later(RETRY);
    } finally {
      this.sending = false;
    }
    if (this.changed && !this.stopped) this.later(Math.max(PAUSE, this.wait ?? 0));
  }

  /* The text as the server has it, with what the drawing's library left out; without a connection the one here. */
  async asKept() {
    await this.save();
    if (!this.unsaved && !this.stopped) {
      const answer = await fetch(this.source, { cache: 'no-store' }).catch(() => null);
      if (answer?.ok && answer.headers.get('ETag') === this.etag) return answer.text();
    }
    return this.read();
  }

  put(text) {
    const headers = this.etag ? { 'If-Match': this.etag } : {};
    if (this.isFile(text)) headers['X-Whole-File'] = '1';
    return send(this.address, { method: 'PUT', body: text, headers });
  }

  async take(answer, text) {
    this.wait = 0;
    if (answer.ok) {
      const { revision, problems } = await answer.json();
      this.etag = answer.headers.get('ETag') ?? `"${revision}"`;
      this.forget();
      this.tell('saved', say('saved', { time: clock(new Date()) }));
      if (problems && !this.changed) this.on.problems({ problems });
    } else if (answer.status === 412) {
      this.stop(text, 'kept_conflict');
      this.on.conflict(text);
    } else if (signedOut(answer) || answer.status === 400) {
      this.stop(text, 'kept_signed_out');
      this.on.signedOut();
    } else if (answer.status >= 500 || answer.status === 429) {
      this.keep(text, 'kept_offline');
      this.wait = RETRY;
    } else {
      this.keep(text, 'kept_refused');
      this.changed = false; // the same text would be refused again; the next change is sent
      this.on.refused((await sentenceOf(answer)) || say('kept_refused'));
    }
  }

  keep(text, reason) {
    this.changed = true;
    keepLocally(this.key, { text });
    this.tell('local', say(reason));
  }

  stop(text, reason) {
    this.keep(text, reason);
    this.stopped = true;
  }
}
