/*
 * Saves a draft while it is written.
 *
 *   <form action="/drafts/7" data-autosave="/drafts/7/autosave" data-etag='"12"' data-draft-key="USER-7">
 *     … <output data-autosave-state></output>
 *
 * Sends the form by POST with If-Match. 2xx: ETag is the next version's. 412: changed elsewhere.
 * A redirect, 400 (form token), 401 or 403: the session is over. What was not saved stays in this browser.
 */
import { csrfToken } from './htmx_setup.js';
import { clock } from './dates.js';
import { readFields, writeFields } from './form_fields.js';
import { forgetEverything, forgetLocally, forgetOld, keepLocally, keptLocally } from './local_drafts.js';
import { showMessage } from './flashes.js';
import { say } from './texts.js';

const PAUSE = 1200;
const RETRY = 15_000;

export function startAutosave() {
  forgetOld();
  document.querySelectorAll('form[data-autosave]').forEach(watch);
  document.addEventListener('submit', ({ target }) => {
    if (target.matches('[data-signs-out]')) forgetEverything();
  });
}

function watch(form) {
  const state = form.querySelector('[data-autosave-state]');
  const key = form.dataset.draftKey;
  let etag = form.dataset.etag;
  let saved = JSON.stringify(readFields(form));
  let timer = 0;
  let sending = null; // the save under way, until its answer is read
  let lost = false; // nothing more is sent: another version or a dead session stands in between
  let submitted = false;

  const now = () => JSON.stringify(readFields(form));
  const dirty = () => now() !== saved;

  function tell(text, local = false) {
    if (!state) return;
    state.textContent = text;
    state.classList.toggle('is-local', local);
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function keep(reason) {
    keepLocally(key, readFields(form));
    tell(say(reason), true);
  }

  function lose(reason, act) {
    lost = true;
    keep(reason);
    showMessage(say(reason), 'warn', act);
  }

  function save() {
    if (submitted || sending || !dirty()) return;
    if (lost) {
      keepLocally(key, readFields(form));
      return;
    }
    sending = send();
  }

  async function send() {
    const sent = now();
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    tell(say('saving'));
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { 'If-Match': etag, 'X-CSRFToken': csrfToken(), Accept: 'application/json' },
      });
      if (answer.ok) {
        etag = answer.headers.get('ETag') ?? etag;
        form.querySelectorAll('input[name="etag"]').forEach((input) => (input.value = etag));
        saved = sent;
        forgetLocally(key);
        tell(say('saved', { time: clock(new Date()) }));
        form.dispatchEvent(new CustomEvent('trinhky:saved', { bubbles: true, detail: { etag } }));
      } else if (answer.status === 412) {
        lose('keptConflict', { label: say('reload'), href: location.href });
      } else if (answer.type === 'opaqueredirect' || [400, 401, 403].includes(answer.status)) {
        lose('keptSignedOut', { label: say('signIn'), href: '/', newTab: true });
      } else if (answer.status >= 500 || answer.status === 429) {
        keep('keptOffline');
        later(RETRY);
      } else {
        keep('keptRefused');
        saved = sent; // the same text would be refused again; the next change is sent
      }
    } catch {
      keep('keptOffline');
      later(RETRY);
    } finally {
      sending = null;
    }
    if (saved === sent && dirty()) later(PAUSE);
  }

  form.addEventListener('input', () => {
    if (!lost) tell(say('unsaved'));
    later(PAUSE);
  });
  form.addEventListener('trinhky:rows', () => later(PAUSE));
  addEventListener('online', () => later(0));
  // A submission may meet a dead session; what it carried is offered back then.
  addEventListener('pagehide', () => {
    if (dirty()) keepLocally(key, readFields(form), submitted ? etag : '');
  });
  // The save under way leads to the revision that the submission must name: wait for its answer.
  form.addEventListener('submit', async (event) => {
    const again = submitted && sending;
    submitted = true;
    if (!sending) return;
    event.preventDefault();
    if (again) return;
    await sending;
    form.requestSubmit(event.submitter);
  });
  form.trinhkyUnsaved = () => !submitted && dirty();

  offerBack(form, key, () => later(0));
}

function offerBack(form, key, onRestored) {
  const kept = keptLocally(key);
  // A newer revision: the submission arrived. What was refused, its answer gave back.
  const arrived = kept?.sent && kept.sent !== form.dataset.etag;
  if (!kept || arrived || JSON.stringify(kept.fields) === JSON.stringify(readFields(form))) {
    forgetLocally(key);
    return;
  }
  const message = showMessage(say('found', { time: clock(new Date(kept.at)) }), 'warn', {
    label: say('restore'),
    onClick() {
      writeFields(form, kept.fields);
      message.remove();
      onRestored();
    },
  }, {
    label: say('discard'),
    onClick() {
      forgetLocally(key);
      message.remove();
    },
  });
}
