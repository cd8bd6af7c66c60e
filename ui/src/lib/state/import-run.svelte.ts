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
  #stop = false;

  constructor(private readonly desk: Desk) {}

  forget(): void {
    this.preview = null;
    this.received = [];
  }

  stop(): void {
    this.#stop = true;
  }

  get good() {
    return this.preview?.rows.filter((row) => row.application !== null) ?? [];
  }

  get done(): Received[] {
    return this.received.filter((one) => one.id !== null);
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
        this.received = [...this.received, { ...one, id: made.id, turn: made.turn, code: made.code ?? '' }];
        work.done += 1;
      } catch (thrown) {
        this.received = [...this.received, { ...one, failure: this.desk.failure(thrown) }];
        break;
      }
    }
    this.running = false;
  }

  /** Takes back what was just received: each case is withdrawn, with the reason on record. */
  undo(reason: string, work: Work): Promise<void> {
    return this.desk.atWork((goesOn) => this.#undo(reason, work, goesOn));
  }

  async #undo(reason: string, work: Work, goesOn: () => Promise<boolean>): Promise<void> {
    this.running = true;
    this.#stop = false;
    try {
      for (const one of this.done.filter((each) => !each.undone)) {
        if (this.#stop || one.id === null || !(await goesOn())) break;
        await this.desk.backend.act({ case: one.id, turn: one.turn, intent: { type: 'withdraw', reason } });
        this.received = this.received.map((each) => (each === one ? { ...each, undone: true } : each));
        work.done += 1;
      }
    } finally {
      this.running = false;
    }
  }
}

export const [useImportRun, provideImportRun] = createContext<ImportRun>();
