/** Where the keyboard goes on when what had it is gone: the open case, else the list. */
export function restFocus(): void {
  requestAnimationFrame(() => {
    const here = document.activeElement;
    if ((here !== null && here !== document.body) || document.querySelector('dialog[open]') !== null) return;
    const rest =
      document.querySelector<HTMLElement>('[data-rest]') ?? document.querySelector<HTMLElement>('[data-list]');
    rest?.focus({ preventScroll: true });
  });
}
