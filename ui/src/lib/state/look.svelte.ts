/** How a person wants lists to look. Kept by person, encrypted with their drafts. */
import { createContext } from 'svelte';
import type { Desk } from './desk.svelte';
import { KeptNote } from './kept-note';
import { lookOf, USUAL, type ListLook } from './list-look';

export class Look {
  chosen = $state.raw<ListLook>(USUAL);
  #note: KeptNote<ListLook>;

  constructor(desk: Desk) {
    this.#note = new KeptNote(desk, 'list');
  }

  async load(): Promise<void> {
    this.chosen = lookOf(await this.#note.read(USUAL));
  }

  choose(part: Partial<ListLook>): void {
    this.chosen = lookOf({ ...this.chosen, ...part });
    void this.#note.write(this.chosen);
  }
}

export const [useLook, provideLook] = createContext<Look>();
