/** Keys that mean the case on the screen: what is pressed while the next case comes waits for it, and is done once. */

/** As many keys as somebody presses ahead knowingly. */
const MOST = 8;

export class KeyLine {
  #keys: string[] = [];
  #running = false;

  /** `canRun`: the key means something on the screen as it is now. */
  constructor(
    private readonly run: (key: string) => Promise<void>,
    private readonly canRun: (key: string) => boolean
  ) {}

  /** A key is at work, or waits. */
  get busy(): boolean {
    return this.#running || this.#keys.length > 0;
  }

  /** Does what the key asks for, at once or after what it waits for; of a key held down only what is done at once. */
  press(key: string, isHeld = false): void {
    if (isHeld && this.busy) return;
    if (this.#keys.length < MOST) this.#keys.push(key);
    void this.settle();
  }

  /** Goes on with what waits, where it can be done by now. */
  async settle(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let key = this.#keys[0]; key !== undefined && this.canRun(key); key = this.#keys[0]) {
        this.#keys.shift();
        await this.run(key);
      }
    } finally {
      this.#running = false;
    }
  }

  /** Forgets what waits. */
  clear(): void {
    this.#keys = [];
  }
}
