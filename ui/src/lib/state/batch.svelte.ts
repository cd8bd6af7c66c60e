/** One act on many cases: each case is decided by itself, and each has an outcome of its own. */
import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { Act, ActKind, CaseId, CaseView, Failure, Intent } from '$lib/generated/types';
import type { Desk } from './desk.svelte';
import type { Work } from './works.svelte';

/** Acts that make sense for many cases at once. */
export const BATCH_ACTS: ActKind[] = [
  'accept',
  'assign',
  'take_over',
  'complete_step',
  'approve',
  'number',
  'hand_over',
  'resume',
  'note'
];

export interface Outcome {
  id: CaseId;
  code: string;
  applicant: string;
  failure: Failure | null;
}

export class Batch {
  selected = new SvelteSet<CaseId>();
  /** The selected cases as they were when the acts were looked up. */
  views = $state.raw<CaseView[]>([]);
  looking = $state(false);
  running = $state(false);
  total = $state(0);
  outcomes = $state.raw<Outcome[]>([]);
  /** The key of the act that was asked for, until it is looked up. */
  asked = $state<string | null>(null);
  /** Whether its dialog is open; a run goes on without it. */
  open = $state(false);
  #stop = false;
  #looks = 0;

  constructor(private readonly desk: Desk) {}

  toggle(id: CaseId): void {
    if (!this.selected.delete(id)) this.selected.add(id);
  }

  #last: CaseId | null = null;

  /** Ticks a row; with `range`, every row from the last one ticked to it. */
  tick(rows: { id: CaseId }[], id: CaseId, range: boolean): void {
    const from = range ? rows.findIndex((row) => row.id === this.#last) : -1;
    const to = rows.findIndex((row) => row.id === id);
    if (from < 0 || to < 0) this.toggle(id);
    else for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) this.selected.add(row.id);
    this.#last = id;
  }

  /** Unticks what is not among these. */
  keep(ids: CaseId[]): void {
    for (const id of [...this.selected]) if (!ids.includes(id)) this.selected.delete(id);
  }

  clear(): void {
    this.selected.clear();
    this.views = [];
    this.outcomes = [];
  }

  /** Looks up what may be done with each selected case. */
  async look(): Promise<void> {
    const look = ++this.#looks;
    this.looking = true;
    this.views = [];
    this.outcomes = [];
    const views: CaseView[] = [];
    for (const id of [...this.selected]) {
      const view = await this.desk.backend.openCase(id).catch(() => null);
      // Somebody has asked again, perhaps for others: that look says what is there.
      if (look !== this.#looks) return;
      if (view) views.push(view);
    }
    this.views = views;
    this.looking = false;
  }

  /** The acts that at least one case offers, with how many do. */
  get offers(): { kind: ActKind; act: Act; count: number }[] {
    return BATCH_ACTS.flatMap((kind) => {
      const acts = this.views.flatMap((view) => view.acts.filter((act) => act.kind === kind));
      const first = acts[0];
      if (!first) return [];
      // Whoever can take at least one of them: a case that somebody has already is not offered to them.
      const people = acts.flatMap((act) => act.candidates ?? []);
      const candidates = people.filter((one, index) => people.findIndex((other) => other.id === one.id) === index);
      return [{ kind, act: { ...first, candidates }, count: acts.length }];
    });
  }

  /**
   * Does it, case by case, until done or stopped; `fits` leaves out cases that it says nothing to. A wrong secret ends
   * it at once: the others would fail alike.
   */
  run(
    kind: ActKind,
    intentFor: (view: CaseView) => Intent,
    fits: (act: Act) => boolean,
    begin: (total: number) => Work,
    end: (work: Work) => void
  ): Promise<void> {
    return this.desk.atWork((goesOn) => this.#run(goesOn, kind, intentFor, fits, begin, end));
  }

  async #run(
    goesOn: () => Promise<boolean>,
    kind: ActKind,
    intentFor: (view: CaseView) => Intent,
    fits: (act: Act) => boolean,
    begin: (total: number) => Work,
    end: (work: Work) => void
  ): Promise<void> {
    const views = this.views.filter((view) => view.acts.some((act) => act.kind === kind && fits(act)));
    this.#stop = false;
    this.running = true;
    this.total = views.length;
    this.outcomes = [];
    const work = begin(views.length);
    try {
      for (const view of views) {
        if (this.#stop || !(await goesOn())) break;
        const { id, turn, applicant } = view.case;
        const outcome = { id, code: view.case.code ?? '', applicant: applicant.name };
        try {
          await this.desk.backend.act({ case: id, turn, intent: intentFor(view) });
          this.outcomes = [...this.outcomes, { ...outcome, failure: null }];
          this.selected.delete(id);
          work.done += 1;
        } catch (thrown) {
          const failure = this.desk.failure(thrown);
          work.done += 1;
          this.outcomes = [...this.outcomes, { ...outcome, failure }];
          if (['wrong_key_secret', 'no_signing_key', 'signed_out'].includes(failure.type)) break;
        }
      }
    } finally {
      this.running = false;
      this.views = [];
      end(work);
    }
  }

  stop(): void {
    this.#stop = true;
  }
}

export const [useBatch, provideBatch] = createContext<Batch>();
