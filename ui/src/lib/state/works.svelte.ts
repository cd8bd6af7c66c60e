/** Long work that goes on while a person does something else: how far it is, how long it will take, a way to stop it. */
import { createContext } from 'svelte';

export interface WorkDoors {
  /** Shows what came of it so far. */
  show: () => void;
  stop: () => void;
}

export class Work {
  done = $state(0);
  /** It ended while nobody looked; it stays until somebody does. */
  ended = $state(false);
  readonly startedAt = Date.now();

  constructor(
    readonly title: string,
    readonly total: number,
    readonly doors: WorkDoors
  ) {}

  /** Milliseconds still to come, judged by those that went; `null` while nothing is done yet. */
  left(now: number): number | null {
    return this.done === 0 ? null : ((now - this.startedAt) / this.done) * (this.total - this.done);
  }
}

export class Works {
  all = $state.raw<Work[]>([]);

  begin(title: string, total: number, doors: WorkDoors): Work {
    const work = new Work(title, total, doors);
    this.all = [...this.all, work];
    return work;
  }

  /** The work is over. Where nobody saw it end, it stays to be looked at. */
  end(work: Work, seen = true): void {
    if (seen) this.drop(work);
    else work.ended = true;
  }

  drop(work: Work): void {
    this.all = this.all.filter((one) => one !== work);
  }
}

export const [useWorks, provideWorks] = createContext<Works>();
