/** The case on the table, and the one that is likely to be next. */
import type { CaseId, CaseView, Failure, Intent, Moment } from '$lib/generated/types';
import type { Desk } from './desk.svelte';

/** How many cases lie ready, and for how long what was read ahead is shown. */
const READY = 6;
const FRESH = 60_000;

export class OpenCase {
  view = $state.raw<CaseView | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  #id: CaseId | null = null;
  /** Read ahead, the oldest first. */
  #ready: { id: CaseId; at: Moment; view: Promise<CaseView | null> }[] = [];

  constructor(private readonly desk: Desk) {}

  /** Reads a case ahead, so that it opens at once. */
  prefetch(id: CaseId): void {
    if (id === this.#id || this.#ready.some((one) => one.id === id && Date.now() - one.at < FRESH)) return;
    this.forget([id]);
    const view = this.desk.backend.openCase(id).catch(() => null);
    this.#ready = [...this.#ready.slice(1 - READY), { id, at: Date.now(), view }];
  }

  /** What was read ahead of these cases no longer holds. */
  forget(cases: CaseId[]): void {
    this.#ready = this.#ready.filter((one) => !cases.includes(one.id));
  }

  /** These have changed; where none is named, anything may have. */
  async changed(cases: CaseId[]): Promise<void> {
    if (cases.length === 0) this.#ready = [];
    else this.forget(cases);
    if (this.#id !== null && (cases.length === 0 || cases.includes(this.#id))) await this.reload();
  }

  async #read(id: CaseId): Promise<CaseView> {
    const ready = this.#ready.find((one) => one.id === id && Date.now() - one.at < FRESH);
    this.forget([id]);
    return (await ready?.view) ?? this.desk.backend.openCase(id);
  }

  async open(id: CaseId | null): Promise<void> {
    this.#id = id;
    this.failure = null;
    if (id === null) {
      this.view = null;
      return;
    }
    // Nothing can be asked of a case that is not on the screen any more.
    if (this.view?.case.id !== id) {
      this.view = null;
      this.loading = true;
    }
    try {
      const view = await this.#read(id);
      if (this.#id === id) this.view = view;
    } catch (thrown) {
      const failure = this.desk.failure(thrown);
      if (this.#id === id) {
        this.failure = failure;
        this.view = null;
      }
    } finally {
      if (this.#id === id) this.loading = false;
    }
  }

  async reload(): Promise<void> {
    if (this.#id !== null) this.forget([this.#id]);
    await this.open(this.#id);
  }

  /** Acts on the case as `seen`, the state that the person decided on. Answers the state after; rejects with a failure. */
  act(seen: CaseView, intent: Intent): Promise<CaseView> {
    const { id, turn } = seen.case;
    return this.desk.backend.act({ case: id, turn, intent });
  }

  /** Shows a state that an act led to. */
  show(view: CaseView): void {
    if (this.#id === view.case.id) this.view = view;
  }
}
