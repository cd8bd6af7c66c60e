/** The cases that a person looked at last. Names are personal data, so they are kept encrypted at the desk. */
import { createContext } from 'svelte';
import type { CaseId, CaseView } from '$lib/generated/types';
import type { Desk } from './desk.svelte';
import { KeptNote } from './kept-note';

export interface RecentCase {
  id: CaseId;
  code: string | null;
  applicant: string;
  service: string;
}

const MOST = 9;

export class Recent {
  cases = $state.raw<RecentCase[]>([]);
  #note: KeptNote<RecentCase[]>;

  constructor(desk: Desk) {
    this.#note = new KeptNote(desk, 'recent');
  }

  async load(): Promise<void> {
    const kept = await this.#note.read([]);
    if (!Array.isArray(kept)) return;
    const here = this.cases.map((one) => one.id);
    this.cases = [...this.cases, ...kept.filter((one) => !here.includes(one.id))].slice(0, MOST);
  }

  /** The case was opened. */
  add(view: CaseView): void {
    const { id, code, applicant } = view.case;
    const first = this.cases[0];
    if (first?.id === id && first.code === code) return;
    const rest = this.cases.filter((one) => one.id !== id);
    this.cases = [{ id, code, applicant: applicant.name, service: view.service.name }, ...rest].slice(0, MOST);
    void this.#note.write(this.cases);
  }
}

export const [useRecent, provideRecent] = createContext<Recent>();
