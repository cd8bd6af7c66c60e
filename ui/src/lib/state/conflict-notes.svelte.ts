/** Notes on conflicts: kept while they are typed, gone once the conflict is closed. */
import type { EnvelopeId } from '$lib/generated/types';
import type { Desk } from './desk.svelte';
import { DraftBox } from './draft-box.svelte';

export class ConflictNotes {
  #boxes: Record<EnvelopeId, DraftBox<{ note: string }>> = {};

  constructor(private readonly desk: Desk) {}

  of(envelope: EnvelopeId) {
    const box = (this.#boxes[envelope] ??= new DraftBox(this.desk, `conflict/${envelope}`));
    return {
      restore: async () => (await box.restore({ note: '' })).note,
      keep: (note: string) => box.keep({ note })
    };
  }

  /** Closes the conflict with its note. */
  async close(envelope: EnvelopeId, note: string): Promise<void> {
    await this.desk.backend.closeConflict(envelope, note);
    await this.#boxes[envelope]?.drop(true);
  }
}
