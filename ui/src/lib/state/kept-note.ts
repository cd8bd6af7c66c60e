/** Something small that a person keeps from one day to the next, encrypted at the desk with their drafts. */
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

  /** Keeps it; a comfort that fails quietly. */
  async write(content: Content): Promise<void> {
    await this.desk.backend.saveDraft(this.key, JSON.stringify(content)).catch(() => undefined);
  }
}
