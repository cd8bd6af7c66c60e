import type { Backend } from './backend';

/** The real desk inside the window, the one in memory in a browser. Only the one in use is loaded. */
export async function chooseBackend(): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauri;
  const { FakeDesk } = await import('./fake');
  return new FakeDesk();
}
