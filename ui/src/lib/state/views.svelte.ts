/** Views that a person saved: a queue or a query under a name and a number. Names and queries are kept encrypted. */
import { createContext } from 'svelte';
import type { Failure, Queue } from '$lib/generated/types';
import type { Desk } from './desk.svelte';
import { QUEUE_KEYS } from '$lib/shortcuts';
import { KeptNote } from './kept-note';
import { lookOf, type ListLook } from './list-look';

export interface SavedView {
  name: string;
  queue: Queue;
  /** What stands in the search box. */
  search: string;
  /** Columns and groups that belong to it. */
  look?: ListLook;
}

const SHARED = 'motcua-xem:';

/** A view as a line of text that can be sent to a colleague. */
export function shareable(view: SavedView): string {
  const bytes = new TextEncoder().encode(JSON.stringify(view));
  const letters = btoa(String.fromCharCode(...bytes));
  return SHARED + letters.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The view that somebody shared; `null` for any other text. */
export function sharedIn(text: string): SavedView | null {
  const [, letters] = new RegExp(`${SHARED}([\\w-]+)`).exec(text) ?? [];
  if (letters === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const { name, queue, search, look } = read as Partial<SavedView>;
    if (typeof name !== 'string' || typeof search !== 'string' || typeof queue !== 'string') return null;
    if (!(queue in QUEUE_KEYS)) return null;
    return { name: name.slice(0, 60), queue, search, ...(look ? { look: lookOf(look) } : {}) };
  } catch {
    return null;
  }
}

/** One a number key. */
export const MOST_VIEWS = 9;

export class Views {
  saved = $state.raw<SavedView[]>([]);
  #note: KeptNote<SavedView[]>;

  constructor(
    desk: Desk,
    /** A view that was saved or removed could not be kept. */
    private readonly onfailure: (failure: Failure) => void = () => undefined
  ) {
    this.#note = new KeptNote(desk, 'views');
  }

  async load(): Promise<void> {
    const kept = await this.#note.read([]);
    if (Array.isArray(kept)) this.saved = kept.slice(0, MOST_VIEWS);
  }

  get isFull(): boolean {
    return this.saved.length >= MOST_VIEWS;
  }

  /** The place of the view that shows just that, or -1. */
  placeOf(queue: Queue, search: string): number {
    return this.saved.findIndex((one) => one.search === search && (search !== '' || one.queue === queue));
  }

  /** Saves a view under the next number; under its own where it is saved already. */
  save(view: SavedView): void {
    const place = this.placeOf(view.queue, view.search);
    if (place >= 0) this.saved = this.saved.map((one, at) => (at === place ? view : one));
    else if (!this.isFull) this.saved = [...this.saved, view];
    else return;
    void this.#keep();
  }

  remove(place: number): void {
    this.saved = this.saved.filter((_one, at) => at !== place);
    void this.#keep();
  }

  async #keep(): Promise<void> {
    const failure = await this.#note.write(this.saved);
    if (failure !== null) this.onfailure(failure);
  }
}

export const [useViews, provideViews] = createContext<Views>();
