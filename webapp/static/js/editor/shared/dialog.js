/* A question or a short page over this one. */
import { say } from '../texts.js';
import { make } from './elements.js';

export function openDialog(title, body, acts = []) {
  const heading = make('h2', { id: 'editor-dialog-title' }, title);
  const close = make('button', { type: 'button', class: 'button button--quiet button--small' }, say('close'));
  const foot = make('div', { class: 'acts acts--surface' }, ...acts.map((act) => actButton(act, () => dialog.close())));
  const dialog = make(
    'dialog',
    { class: 'dialog', 'aria-labelledby': heading.id },
    make('div', { class: 'dialog__head' }, heading, close),
    body,
    acts.length ? foot : null,
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function actButton({ label, primary, onClick }, close) {
  const button = make('button', { type: 'button', class: `button${primary ? ' button--primary' : ''}` }, label);
  button.addEventListener('click', () => {
    close();
    onClick?.();
  });
  return button;
}
