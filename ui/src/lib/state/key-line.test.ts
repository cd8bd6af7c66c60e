import { expect, it } from 'vitest';
import { KeyLine } from './key-line';

/** A screen that shows one case after the other, each only once it is read. */
class Screen {
  done: string[] = [];
  wanted = 1;
  shown: number | null = 1;
  turning: (() => void) | null = null;
  line = new KeyLine(
    async (key) => {
      if (key === 'J') {
        this.wanted += 1;
        await new Promise<void>((turned) => (this.turning = turned));
        this.shown = null;
      } else this.done.push(`${key}${this.shown}`);
    },
    (key) => key === 'J' || this.shown === this.wanted
  );

  /** The address has changed, then the case is there. */
  async turn() {
    this.turning?.();
    await Promise.resolve();
  }
  async read() {
    this.shown = this.wanted;
    await this.line.settle();
  }
}

it('a key pressed while the next case comes is for that case, once', async () => {
  const screen = new Screen();
  screen.line.press('J');
  screen.line.press('a');
  expect(screen.done).toEqual([]);
  await screen.turn();
  await screen.line.settle();
  expect(screen.done).toEqual([]);
  await screen.read();
  await screen.line.settle();
  expect(screen.done).toEqual(['a2']);
});

it('a key for the case on the screen is done at once', async () => {
  const screen = new Screen();
  screen.line.press('a');
  await Promise.resolve();
  expect(screen.done).toEqual(['a1']);
});

it('a key that is held down leaves nothing behind', async () => {
  const screen = new Screen();
  screen.line.press('J');
  screen.line.press('J', true);
  screen.line.press('J', true);
  await screen.turn();
  await screen.read();
  expect(screen.wanted).toBe(2);
});

it('what waits is forgotten by whoever goes elsewhere', async () => {
  const screen = new Screen();
  screen.line.press('J');
  screen.line.press('a');
  screen.line.clear();
  await screen.turn();
  await screen.read();
  expect(screen.done).toEqual([]);
});
