/* A board fills the window below what stands above it on the page. */
const BELOW = 16;

export function takeHeight(place) {
  const measure = () => {
    const top = place.getBoundingClientRect().top + scrollY;
    place.style.setProperty('--board-top', `${Math.round(top) + BELOW}px`);
  };
  measure();
  addEventListener('resize', measure);
  const messages = document.querySelector('.flashes');
  if (messages) new ResizeObserver(measure).observe(messages);
}
