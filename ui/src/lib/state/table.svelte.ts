/** What lies on the table: the open case with what can be asked of it, for whatever stands outside its screen. */
import { createContext } from 'svelte';
import type { ActKind, CaseView } from '$lib/generated/types';

export class Table {
  view = $state.raw<CaseView | null>(null);
  /** Begins an act of the open case. */
  begin = $state.raw<((kind: ActKind) => void) | null>(null);

  clear(): void {
    this.view = null;
    this.begin = null;
  }
}

export const [useTable, provideTable] = createContext<Table>();
