/** Something small that a person keeps from one day to the next, encrypted at the desk with their drafts. */
import type { Failure } from '$lib/generated/types';
import type { Desk } from './desk.svelte';

export class KeptNote<Content> {
  constructor(
    private readonly desk: Desk,
    private readonly key: string
  ) {}

  /** What was kept, or `otherwise` where nothing was or it cannot be read. */
  async read(otherwise: Content): Promise<Content> {
    try {
      const drafts = await this.desk.backend.drafts();
      const kept = drafts.find((draft) => draft.key === this.key);
      return kept ? (JSON.parse(kept.content) as Content) : otherwise;
    } catch {
      return otherwise;
    }
  }

  /** Keeps it. Answers what went wrong, for those who have said that it is kept. */
  async write(content: Content): Promise<Failure | null> {
    try {
      await this.desk.backend.saveDraft(this.key, JSON.stringify(content));
      return null;
    } catch (thrown) {
      return this.desk.failure(thrown);
    }
  }
}
