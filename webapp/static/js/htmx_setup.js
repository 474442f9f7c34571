/* htmx under a strict Content-Security-Policy, and with the form token on every request. */
import htmx from 'htmx.org/dist/htmx.esm.js';

export { htmx };

export function startHtmx() {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0, // pages hold other people's documents: nothing of them stays in the browser's storage
    refreshOnHistoryMiss: true,
    scrollBehavior: 'instant',
  });
  document.addEventListener('htmx:configRequest', ({ detail }) => {
    if (detail.verb !== 'get') detail.headers['X-CSRFToken'] = csrfToken();
  });
  // An error page or a lost session answers with a whole page: show it as one.
  document.addEventListener('htmx:beforeSwap', ({ detail }) => {
    const whole = /^\s*<!doctype/i.test(detail.serverResponse);
    if (!whole) return;
    detail.shouldSwap = false;
    location.assign(detail.xhr.responseURL || location.href);
  });
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? '';
}
