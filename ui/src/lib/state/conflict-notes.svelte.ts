/** Notes on conflicts: kept while they are typed, gone once the conflict is closed. */
import type { EnvelopeId } from '$lib/generated/types';
import type { Desk } from './desk.svelte';
import { TypedNotes } from './typed-notes.svelte';

export class ConflictNotes {
  #notes: TypedNotes;

  constructor(private readonly desk: Desk) {
    this.#notes = new TypedNotes(desk, 'conflict');
  }

  of(envelope: EnvelopeId) {
    return this.#notes.of(envelope);
  }

  /** Closes the conflict with its note. */
  async close(envelope: EnvelopeId, note: string): Promise<void> {
    await this.desk.backend.closeConflict(envelope, note);
    await this.#notes.done(envelope);
  }
}
