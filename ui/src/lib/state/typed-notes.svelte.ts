/** Notes that are typed beside several things of one kind: each is kept while it is typed, and gone once its thing is. */
import { DraftBox } from './draft-box.svelte';
import type { Desk } from './desk.svelte';

export class TypedNotes {
  #boxes: Record<string, DraftBox<{ note: string }>> = {};

  /** `kind` tells these notes from others of the same names. */
  constructor(
    private readonly desk: Desk,
    private readonly kind: string
  ) {}

  of(id: string) {
    const box = (this.#boxes[id] ??= new DraftBox(this.desk, `${this.kind}/${id}`));
    return {
      restore: async () => (await box.restore({ note: '' })).note,
      keep: (note: string) => box.keep({ note }),
      failed: () => box.failed
    };
  }

  /** Its thing is closed: the note is on record. */
  async done(id: string): Promise<void> {
    await this.#boxes[id]?.drop(true);
  }

  /** Keeps at once what waits to be kept. */
  async flush(): Promise<void> {
    await Promise.all(Object.values(this.#boxes).map((box) => box.flush()));
  }
}
