/** Receiving a sheet of applications, line by line; goes on when the screen is left. */
import { createContext } from 'svelte';
import type { CaseId, Failure, ImportPreview } from '$lib/generated/types';
import type { Desk } from './desk.svelte';
import type { Work } from './works.svelte';

export interface Received {
  line: number;
  name: string;
  id: CaseId | null;
  turn: number;
  code: string;
  failure: Failure | null;
  undone: boolean;
}

export class ImportRun {
  preview = $state.raw<ImportPreview | null>(null);
  received = $state.raw<Received[]>([]);
  running = $state(false);
  /** Lines that may have been received before are received, too. */
  withKnown = $state(false);
  #stop = false;

  constructor(private readonly desk: Desk) {}

  forget(): void {
    this.preview = null;
    this.received = [];
    this.withKnown = false;
  }

  stop(): void {
    this.#stop = true;
  }

  /** Lines that can be received; those that may have been received before only where somebody says so. */
  get good() {
    const rows = this.preview?.rows.filter((row) => row.application !== null) ?? [];
    return this.withKnown ? rows : rows.filter((row) => row.known.length === 0);
  }

  /** Good lines whose person has an open case for the same service. */
  get known() {
    return this.preview?.rows.filter((row) => row.application !== null && row.known.length > 0) ?? [];
  }

  /** Lines that are good and not received yet: not tried, or refused. */
  get left() {
    return this.good.filter((row) => !this.done.some((one) => one.line === row.line));
  }

  get done(): Received[] {
    return this.received.filter((one) => one.id !== null);
  }

  /** What the law refused or another act stands before is a matter of that line; anything else concerns all that follow. */
  static concernsAll(failure: Failure): boolean {
    if (failure.type === 'refused') return failure.refusal.type === 'codes_used_up';
    return failure.type !== 'lane_held';
  }

  #tell(one: Received): void {
    const others = this.received.filter((each) => each.line !== one.line);
    this.received = [...others, one].sort((a, b) => a.line - b.line);
  }

  /** Each line is an act of its own, saved when it says so. */
  receive(work: Work): Promise<void> {
    return this.desk.atWork((goesOn) => this.#receive(work, goesOn));
  }

  async #receive(work: Work, goesOn: () => Promise<boolean>): Promise<void> {
    this.running = true;
    this.#stop = false;
    for (const row of this.good) {
      if (this.#stop || !(await goesOn())) break;
      if (row.application === null || this.received.some((one) => one.line === row.line && one.id !== null)) continue;
      const one = { line: row.line, name: row.name, id: null, turn: 0, code: '', failure: null, undone: false };
      try {
        const intent = { type: 'receive' as const, application: row.application };
        const { case: made } = await this.desk.backend.act({ case: null, turn: 0, intent });
        this.#tell({ ...one, id: made.id, turn: made.turn, code: made.code ?? '' });
      } catch (thrown) {
        const failure = this.desk.failure(thrown);
        this.#tell({ ...one, failure });
        if (ImportRun.concernsAll(failure)) break;
      }
      work.done += 1;
    }
    this.running = false;
  }

  /** Takes back what was just received: each case is withdrawn, with the reason on record. One that has gone on meanwhile stays,
   * and says so. */
  undo(reason: string, work: Work): Promise<void> {
    return this.desk.atWork((goesOn) => this.#undo(reason, work, goesOn));
  }

  async #undo(reason: string, work: Work, goesOn: () => Promise<boolean>): Promise<void> {
    this.running = true;
    this.#stop = false;
    try {
      for (const one of this.done.filter((each) => !each.undone)) {
        if (this.#stop || one.id === null || !(await goesOn())) break;
        try {
          await this.desk.backend.act({ case: one.id, turn: one.turn, intent: { type: 'withdraw', reason } });
          this.#tell({ ...one, failure: null, undone: true });
        } catch (thrown) {
          const failure = this.desk.failure(thrown);
          this.#tell({ ...one, failure });
          if (ImportRun.concernsAll(failure)) break;
        }
        work.done += 1;
      }
    } finally {
      this.running = false;
    }
  }
}

export const [useImportRun, provideImportRun] = createContext<ImportRun>();
