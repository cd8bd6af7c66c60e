/** The list in the middle: a queue or the finds in it, loaded part by part, and which row is current. */
import { createContext } from 'svelte';
import type { CaseId, CaseRow, Failure, ListPlace, Moment, Queue } from '$lib/generated/types';
import { formatDate } from '$lib/format/moment';
import { parse, type Known, type Query } from '$lib/search/grammar';
import { planOf, type Plan } from '$lib/search/plan';
import type { Language } from '$lib/i18n/language.svelte';
import type { Desk } from './desk.svelte';
import { grouped } from './list-look';
import type { Look } from './look.svelte';

const PART = 100;
const LARGEST_PART = 200;
/** In groups, the whole queue is looked at; a longer one is grouped as far as that. */
const GROUPED = 2_000;

export class Cases {
  queue = $state<Queue>('mine');
  search = $state('');
  /** Where the search began. */
  before = $state<Queue>('mine');
  /** Something was asked for already. */
  begun = false;
  rows = $state.raw<CaseRow[]>([]);
  counts = $state.raw<Partial<Record<Queue, number>>>({});
  asOf = $state<Moment | null>(null);
  loading = $state(false);
  loaded = $state(false);
  failure = $state.raw<Failure | null>(null);
  current = $state<CaseId | null>(null);
  next = $state.raw<ListPlace | null>(null);
  #asked = 0;
  #more = false;
  #refresh: ReturnType<typeof setTimeout> | undefined;

  /** Where each group begins, and what its rows share; empty where there are none. */
  groups = $state.raw<{ at: number; key: string; count: number }[]>([]);

  constructor(
    private readonly desk: Desk,
    private readonly language: Language,
    private readonly look: Look
  ) {}

  /** Rows as they are shown: in groups, where the person wants that. */
  #take(rows: CaseRow[]): void {
    const { group } = this.look.chosen;
    if (group === 'none') {
      this.groups = [];
      this.rows = rows;
      return;
    }
    let at = 0;
    const parts = grouped(rows, group);
    this.groups = parts.map(({ key, rows: { length } }) => {
      at += length;
      return { at: at - length, key, count: length };
    });
    this.rows = parts.flatMap((part) => part.rows);
  }

  /** What the values of typed conditions are looked up in. */
  get known(): Known {
    const { session } = this.desk;
    return { services: session?.services ?? [], colleagues: session?.colleagues ?? [], me: session?.user.id ?? '' };
  }

  get query(): Query {
    return parse(this.search, this.known, this.language.words.law.statuses);
  }

  /** What the desk is asked for. */
  get plan(): Plan {
    const today = formatDate(this.desk.now).split('/').reverse().join('-');
    return planOf(this.query, this.queue, this.known, today);
  }

  get index(): number {
    return this.rows.findIndex((row) => row.id === this.current);
  }

  /** Shows another queue, from its beginning. */
  async show(queue: Queue, search: string): Promise<void> {
    this.begun = true;
    // As one types, the finds of the last letter stay until the next ones are there.
    if (search === '' || this.search === '') this.#take([]);
    this.queue = queue;
    this.search = search;
    this.next = null;
    this.loaded = false;
    await this.#load(this.look.chosen.group === 'none' ? PART : GROUPED);
    if (this.index < 0) this.current = this.rows[0]?.id ?? null;
  }

  /** Loads again what is shown, keeping the place; answers bursts of changes once. */
  refreshSoon(): void {
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => void this.refresh(), 250);
  }

  async refresh(): Promise<void> {
    const place = this.index;
    const least = this.look.chosen.group === 'none' ? PART : GROUPED;
    await this.#load(Math.max(least, this.rows.length));
    if (this.index < 0 && place >= 0) this.current = this.rows[Math.min(place, this.rows.length - 1)]?.id ?? null;
  }

  /** The part after the last one shown. */
  async more(): Promise<void> {
    if (this.next === null || this.#more) return;
    this.#more = true;
    const asked = this.#asked;
    try {
      const { next: after } = this;
      const { queue, search, filter } = this.plan;
      const part = await this.desk.backend.list({ queue, search, filter, after, limit: PART });
      if (asked !== this.#asked) return;
      this.#take([...this.rows, ...part.rows]);
      this.next = part.next;
    } catch (thrown) {
      this.failure = this.desk.failure(thrown);
    } finally {
      this.#more = false;
    }
  }

  /** The row `by` places away from the current one. */
  move(by: number): CaseRow | null {
    const from = this.index;
    const to = from < 0 ? 0 : Math.min(Math.max(from + by, 0), this.rows.length - 1);
    const row = this.rows[to] ?? null;
    if (row) this.current = row.id;
    if (to >= this.rows.length - 20) void this.more();
    return row;
  }

  async #load(wanted: number): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    const { queue, search, filter, asks } = this.plan;
    try {
      const rows: CaseRow[] = [];
      let after: ListPlace | null = null;
      do {
        // A query that the desk cannot answer shows no rows; the counts of the queues are still wanted.
        const limit = asks ? Math.min(LARGEST_PART, wanted - rows.length) : 1;
        const part = await this.desk.backend.list({ queue, search, filter, after, limit });
        if (asked !== this.#asked) return;
        if (asks) rows.push(...part.rows);
        after = asks ? part.next : null;
        if (part.counts.length > 0) this.counts = Object.fromEntries(part.counts.map((one) => [one.queue, one.count]));
        this.asOf = part.as_of;
      } while (after !== null && rows.length < wanted);
      this.#take(rows);
      this.next = after;
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = this.desk.failure(thrown);
    } finally {
      if (asked === this.#asked) {
        this.loading = false;
        this.loaded = true;
      }
    }
  }
}

export const [useCases, provideCases] = createContext<Cases>();
