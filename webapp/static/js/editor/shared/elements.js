/* Small pieces of a page. Text always goes in as text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onClick') element.addEventListener('click', value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function iconAddress(name) {
  return `${document.body.dataset.icons}#${name}`;
}

export function icon(name) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(namespace, 'use');
  use.setAttribute('href', iconAddress(name));
  svg.append(use);
  return svg;
}

export function button(label, iconName, onClick, attributes = {}) {
  return make(
    'button',
    { type: 'button', class: 'button button--small button--quiet', onClick, ...attributes },
    iconName ? icon(iconName) : null,
    make('span', { class: 'button__word' }, label),
  );
}
