/** The case on the table. */
import type { CaseId, CaseView, Failure, Intent } from '$lib/generated/types';
import type { Desk } from './desk.svelte';

export class OpenCase {
  view = $state.raw<CaseView | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  #id: CaseId | null = null;

  constructor(private readonly desk: Desk) {}

  async open(id: CaseId | null): Promise<void> {
    this.#id = id;
    this.failure = null;
    if (id === null) {
      this.view = null;
      return;
    }
    if (this.view?.case.id !== id) this.loading = true;
    try {
      const view = await this.desk.backend.openCase(id);
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
