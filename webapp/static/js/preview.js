/*
 * Shows the real PDF again after each save.
 *
 *   <div class="preview" data-preview="/drafts/7/preview.pdf"><object class="paper" type="application/pdf" data="…"></object></div>
 *
 * The new page loads under the old one and takes its place when it is ready.
 */
const PAUSE = 600;

export function startPreview() {
  const preview = document.querySelector('[data-preview]');
  if (!preview) return;
  let timer = 0;
  document.addEventListener('trinhky:saved', ({ detail }) => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh(preview, detail.etag), PAUSE);
  });
}

function refresh(preview, etag) {
  const old = preview.querySelector('object');
  if (!old || !old.offsetParent) return;
  preview.querySelectorAll('object + object').forEach((late) => late.remove());
  const fresh = old.cloneNode(true);
  const version = encodeURIComponent(etag.replaceAll('"', ''));
  const view = old.data.split('#')[1];
  fresh.data = `${preview.dataset.preview}?v=${version}${view ? `#${view}` : ''}`;
  fresh.addEventListener('load', () => old.remove(), { once: true });
  fresh.addEventListener('error', () => fresh.remove(), { once: true });
  old.after(fresh);
}
