/*
 * Keeps counts fresh: <body data-counts="/counts"> answers JSON {"inbox": 12, "notices": 3} with an ETag.
 * Every [data-count="inbox"] shows its number in its [data-number] or itself, beyond data-most as "99+", and hides
 * at zero; data-now holds the exact figure. [data-new-items] appears when the inbox grows.
 */
import { say } from './texts.js';

const EVERY = 30_000;

export function startCounts() {
  const url = document.body.dataset.counts;
  if (!url) return;
  let etag = '';
  const title = document.title.replace(/^\(\d+\) /, '');

  async function ask() {
    if (document.hidden) return;
    try {
      const answer = await fetch(url, {
        cache: 'no-store',
        redirect: 'error',
        headers: { Accept: 'application/json', ...(etag && { 'If-None-Match': etag }) },
      });
      if (answer.status !== 200) return;
      etag = answer.headers.get('ETag') ?? '';
      show(await answer.json(), title);
    } catch {
      // no network or no session: the next page view will tell
    }
  }

  setInterval(ask, EVERY);
  document.addEventListener('visibilitychange', ask);
}

function show(counts, title) {
  for (const [name, count] of Object.entries(counts)) {
    document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`).forEach((element) => {
      if (name === 'inbox' && count > Number(element.dataset.now ?? element.textContent)) announce();
      element.dataset.now = count;
      const most = Number(element.dataset.most ?? Infinity);
      (element.querySelector('[data-number]') ?? element).textContent = count > most ? `${most}+` : count;
      element.hidden = count === 0;
    });
  }
  if ('inbox' in counts) document.title = counts.inbox ? `(${counts.inbox}) ${title}` : title;
}

function announce() {
  const bar = document.querySelector('[data-new-items]');
  if (!bar || !bar.hidden) return;
  bar.hidden = false;
  bar.querySelector('[role="status"]').textContent = say('newItems');
}
