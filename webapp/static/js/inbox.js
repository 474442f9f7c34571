/*
 * The list of tasks: j and k move, x picks, Enter opens. Where the reading pane is on screen a row opens there.
 *
 *   <ol data-inbox> <li data-task="17"> <a href="/tasks/17" data-pane="/tasks/17/pane">
 *   <section id="reading-pane" tabindex="-1">
 */
import { htmx } from './htmx_setup.js';
import { switchedOff, typing } from './shortcuts.js';

export function startInbox() {
  const list = document.querySelector('[data-inbox]');
  if (!list) return;
  const pane = document.querySelector('#reading-pane');
  const rows = () => [...list.querySelectorAll('[data-task]')];
  const current = () => rows().findIndex((row) => row.contains(document.activeElement) || row.matches('.is-open'));
  const paneShown = () => Boolean(pane?.offsetParent);

  function open(row) {
    const link = row.querySelector('[data-pane]');
    if (!link) return;
    mark(row);
    htmx.ajax('GET', link.dataset.pane, { target: pane, swap: 'innerHTML' });
  }

  function mark(row) {
    rows().forEach((other) => {
      other.classList.toggle('is-open', other === row);
      other.querySelector('[data-pane]')?.removeAttribute('aria-current');
    });
    row.classList.remove('is-unread');
    row.querySelector('[data-pane]')?.setAttribute('aria-current', 'true');
  }

  function move(step) {
    const all = rows();
    const row = all[Math.min(Math.max(current() + step, 0), all.length - 1)];
    if (!row) return;
    row.querySelector('a').focus();
    row.scrollIntoView({ block: 'nearest' });
    if (paneShown()) open(row);
  }

  list.addEventListener('click', (event) => {
    const link = event.target.closest('[data-pane]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !paneShown()) return;
    // Enter on a row, like a second click on the one that is open, goes to the full page.
    if (event.detail === 0 || link.closest('[data-task]').matches('.is-open')) return;
    event.preventDefault();
    open(link.closest('[data-task]'));
  });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || switchedOff()) return;
    if (typing(event.target) || document.querySelector('dialog[open]')) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 'x') rows()[current()]?.querySelector('[type="checkbox"]')?.click();
    else return;
    event.preventDefault();
  });

  const picked = document.querySelector('[data-picked]');
  list.addEventListener('change', () => {
    if (picked) picked.textContent = list.querySelectorAll('[type="checkbox"]:checked').length;
  });
}
