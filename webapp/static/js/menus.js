/* Menus are <details>; one is open at a time, Escape and a click elsewhere close it. */
export function startMenus() {
  const open = () => [...document.querySelectorAll('details.menu[open]')];
  document.addEventListener('click', ({ target }) => {
    open().filter((menu) => !menu.contains(target)).forEach((menu) => (menu.open = false));
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector('summary').focus();
    });
  });
}
