/** What is being typed in one dialog: saved while typing, restored when it opens again, dropped when it is done. */
import type { Moment } from '$lib/generated/types';
import type { Desk } from './desk.svelte';

const PAUSE = 600;
/** Whoever types without a pause is saved this often. */
const AT_LEAST = 1000;
/** When keeping is tried again. */
const AGAIN = 2000;

export class DraftBox<Entries extends object> {
  /** When what is shown was typed, if it was restored. */
  restoredAt = $state<Moment | null>(null);
  savedAt = $state<Moment | null>(null);
  /** What is typed could not be kept; it is tried again until it can. */
  failed = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: string | null = null;
  #waitingSince = 0;
  #last = '';
  #done = false;

  constructor(
    private readonly desk: Desk,
    private readonly key: string
  ) {}

  /** The entries that were kept, laid over `initial`; `initial` alone where nothing was. */
  async restore(initial: Entries): Promise<Entries> {
    this.#last = JSON.stringify(initial);
    try {
      const drafts = await this.desk.backend.drafts();
      const kept = drafts.find((draft) => draft.key === this.key);
      if (!kept) return initial;
      const entries: unknown = JSON.parse(kept.content);
      if (typeof entries !== 'object' || entries === null) return initial;
      this.restoredAt = kept.saved_at;
      this.#last = kept.content;
      return { ...initial, ...entries };
    } catch {
      return initial;
    }
  }

  /** Keeps the entries a moment after the last keystroke. */
  keep(entries: Entries): void {
    const content = JSON.stringify(entries);
    if (this.#done || content === (this.#waiting ?? this.#last)) return;
    const now = Date.now();
    if (this.#waiting === null) this.#waitingSince = now;
    this.#waiting = content;
    clearTimeout(this.#timer);
    const pause = Math.max(0, Math.min(PAUSE, this.#waitingSince + AT_LEAST - now));
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  /** Keeps at once what waits to be kept. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const content = this.#waiting;
    if (content === null || this.#done) return;
    this.#waiting = null;
    this.#last = content;
    try {
      await this.desk.backend.saveDraft(this.key, content);
      this.savedAt = Date.now();
      this.failed = false;
    } catch (thrown) {
      this.desk.failure(thrown);
      if (this.#done) return;
      this.failed = true;
      this.savedAt = null;
      // What was typed since is newer.
      this.#waiting ??= content;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.flush(), AGAIN);
    }
  }

  /** Nobody types any more: what waits is kept once, and not tried again where that fails. */
  async end(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
  }

  /** Forgets what was kept; with `done`, for good. */
  async drop(done: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#done = done;
    this.#waiting = null;
    this.restoredAt = null;
    this.savedAt = null;
    this.failed = false;
    await this.desk.backend.dropDraft(this.key).catch(() => undefined);
  }
}
