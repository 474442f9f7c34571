/* Messages above the page. [data-focus] (a refused form's summary) is read first; those with data-expires leave by themselves unless someone is on them. */
export function startFlashes() {
  document.querySelector('[data-focus]')?.focus();
  document.querySelectorAll('[data-expires]').forEach((message) => {
    let left = Number(message.dataset.expires);
    const timer = setInterval(() => {
      if (message.matches(':hover, :focus-within')) return;
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      message.remove();
    }, 1000);
  });
}

/* Adds a message; an act is {label, href, newTab} or {label, onClick}. */
export function showMessage(text, kind, ...acts) {
  const message = document.createElement('div');
  message.className = `message message--${kind}`;
  message.setAttribute('role', kind === 'error' ? 'alert' : 'status');
  const words = document.createElement('p');
  words.className = 'message__text';
  words.textContent = text;
  message.append(words, ...acts.map(act));
  const place = document.querySelector('.flashes');
  [...place.children].filter((old) => old.textContent === message.textContent).forEach((old) => old.remove());
  place.append(message);
  return message;
}

function act({ label, href, newTab, onClick }) {
  const element = document.createElement(href ? 'a' : 'button');
  element.className = 'button button--small';
  element.textContent = label;
  if (href) element.href = href;
  else element.type = 'button';
  if (newTab) element.target = '_blank';
  if (onClick) element.addEventListener('click', onClick);
  return element;
}
