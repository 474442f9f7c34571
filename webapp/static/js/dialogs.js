/*
 * <a href="/tasks/7/return" data-dialog> opens that page's [data-dialog-body] over this one.
 * The page stands on its own too: without scripts, in a new tab, or when anything goes wrong.
 */
import { htmx } from './htmx_setup.js';
import { say } from './texts.js';

export function startDialogs() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-dialog]');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openPage(link);
  });
}

async function openPage(link) {
  try {
    const answer = await fetch(link.href, { redirect: 'error' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const body = page.querySelector('[data-dialog-body]');
    if (!answer.ok || !body) throw new Error('not a dialog page');
    show(document.adoptNode(body), link);
  } catch {
    location.assign(link.href);
  }
}

function show(body, opener) {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  const heading = body.querySelector('h1, h2');
  if (heading) {
    heading.id ||= 'dialog-title';
    dialog.setAttribute('aria-labelledby', heading.id);
  }
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'button button--quiet button--small';
  close.textContent = say('close');
  close.addEventListener('click', () => dialog.close());
  const head = document.createElement('div');
  head.className = 'dialog__head';
  if (heading) head.append(heading);
  head.append(close);
  dialog.append(head, body);
  body.querySelectorAll('[data-dialog-cancel]').forEach((cancel) =>
    cancel.addEventListener('click', (event) => {
      event.preventDefault();
      dialog.close();
    }),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    opener.focus();
  });
  document.body.append(dialog);
  htmx.process(dialog);
  dialog.showModal();
  body.querySelector('textarea, select, input:not([type="hidden"])')?.focus();
}
