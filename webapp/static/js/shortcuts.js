/*
 * Keys, as in a mail client: every [data-key="a"] answers to its key. A link, a check box or a button with
 * data-key-direct is clicked; any other button is only brought into focus, so that no single key decides anything.
 * Off with <body data-shortcuts="off"> (a person's setting) or the switch in the help (this browser).
 */
const OFF = 'trinhky.shortcuts';

export function startShortcuts() {
  const help = document.querySelector('dialog[data-keys-help]');
  const toggle = help?.querySelector('[data-keys-toggle]');
  if (toggle) {
    toggle.checked = !switchedOff();
    toggle.addEventListener('change', () => localStorage.setItem(OFF, toggle.checked ? 'on' : 'off'));
  }
  document.querySelectorAll('[data-keys-open]').forEach((opener) =>
    opener.addEventListener('click', () => help?.showModal()),
  );
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector('dialog[open]') || switchedOff()) return;
    if (event.key === '?' && help) help.showModal();
    else if (event.key === '/') focusSearch();
    else if (!press(event.key.toLowerCase())) return;
    event.preventDefault();
  });
}

export function switchedOff() {
  if (document.body.dataset.shortcuts === 'off') return true;
  try {
    return localStorage.getItem(OFF) === 'off';
  } catch {
    return false;
  }
}

export function typing(target) {
  return target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
}

function focusSearch() {
  const visible = [...document.querySelectorAll('[data-search]')].find((element) => element.offsetParent);
  if (visible instanceof HTMLInputElement) visible.select();
  visible?.focus();
}

function press(key) {
  const target = [...document.querySelectorAll('[data-key]')].find(
    (element) => element.dataset.key === key && element.offsetParent && !element.disabled,
  );
  if (!target) return false;
  if (target instanceof HTMLAnchorElement || 'keyDirect' in target.dataset) target.click();
  else target.focus();
  return true;
}
