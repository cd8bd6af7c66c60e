/** The list in the middle: a queue or the finds in it, loaded part by part, and which row is current. */
import { createContext } from 'svelte';
import type { CaseId, CaseRow, Failure, Finds, ListPlace, Moment, Queue } from '$lib/generated/types';
import { formatDate } from '$lib/format/moment';
import { parse, type Known, type Query } from '$lib/search/grammar';
import { planOf, type Plan } from '$lib/search/plan';
import type { Language } from '$lib/i18n/language.svelte';
import type { Desk } from './desk.svelte';
import { closed, grouped, opened, type ListGroup } from './list-groups';
import type { Look } from './look.svelte';

const PART = 100;
const LARGEST_PART = 200;

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
  /** How many rows are in sight. */
  page = 20;
  next = $state.raw<ListPlace | null>(null);
  /** How many the search finds, shown or not. */
  finds = $state.raw<Finds | null>(null);
  #asked = 0;
  #more = false;
  #refresh: ReturnType<typeof setTimeout> | undefined;

  /** Over all cases of the list, each with its exact count; empty where there are none. */
  groups = $state.raw<ListGroup[]>([]);

  constructor(
    private readonly desk: Desk,
    private readonly language: Language,
    private readonly look: Look
  ) {}

  /** Rows as they are shown; finds are all here, so that their groups are, too. */
  #take(rows: CaseRow[]): void {
    const { group } = this.look.chosen;
    if (group === 'none') {
      this.groups = [];
      this.rows = rows;
    } else this.#group(grouped(rows, group));
  }

  #group(groups: ListGroup[]): void {
    this.groups = groups;
    this.rows = groups.flatMap((one) => (one.open ? one.rows : []));
  }

  /** A list in groups asks for each group by itself. */
  get #inGroups(): boolean {
    return this.look.chosen.group !== 'none' && this.plan.search === '' && this.plan.asks;
  }

  /** What the values of typed conditions are looked up in. */
  get known(): Known {
    const { session } = this.desk;
    // Fields are looked up by their names.
    const services = (session?.services ?? []).map(({ code, name, field }) => ({
      code,
      name,
      field: session?.fields[field] ?? field
    }));
    return { services, colleagues: session?.colleagues ?? [], me: session?.user.id ?? '' };
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
    await this.#load(PART);
    if (this.index < 0) this.current = this.rows[0]?.id ?? null;
  }

  /** Loads again what is shown, keeping the place; answers bursts of changes once. */
  refreshSoon(): void {
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => void this.refresh(), 250);
  }

  async refresh(): Promise<void> {
    const place = this.index;
    await this.#load(Math.max(PART, this.rows.length));
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

  /** Loads on until so many rows are there, or all. */
  async load(wanted: number): Promise<void> {
    let before = -1;
    while (this.next !== null && this.rows.length < wanted && this.rows.length > before && this.failure === null) {
      before = this.rows.length;
      await this.more();
    }
  }

  /** Opens a group or closes it; its first part is asked for when it opens. */
  async toggle(key: string): Promise<void> {
    const group = this.groups.find((one) => one.key === key);
    if (!group) return;
    if (group.open) {
      this.#group(closed(this.groups, key));
      if (this.index < 0) this.current = null;
    } else await this.moreOf(key);
  }

  /** The next part of a group, the first one where it is closed. */
  async moreOf(key: string): Promise<void> {
    const group = this.groups.find((one) => one.key === key);
    const { group: by } = this.look.chosen;
    if (!group || by === 'none' || this.#more || (group.open && group.next === null)) return;
    if (!group.open && group.rows.length > 0) {
      this.#group(opened(this.groups, key, group.rows, group.next));
      return;
    }
    this.#more = true;
    const asked = this.#asked;
    try {
      const { queue, filter } = this.plan;
      const within = { by, key };
      const part = await this.desk.backend.list({ queue, search: '', filter, within, after: group.next, limit: PART });
      if (asked === this.#asked) this.#group(opened(this.groups, key, [...group.rows, ...part.rows], part.next));
    } catch (thrown) {
      this.failure = this.desk.failure(thrown);
    } finally {
      this.#more = false;
    }
  }

  /** Goes to the beginning of the group `by` places away. */
  async moveGroup(by: number): Promise<void> {
    const here = this.groups.findIndex((one) => one.open && one.rows.some((row) => row.id === this.current));
    const to = this.groups[here < 0 ? 0 : here + by];
    if (!to) return;
    if (!to.open) await this.moreOf(to.key);
    this.current = this.groups.find((one) => one.key === to.key)?.rows[0]?.id ?? this.current;
  }

  /** The row `by` places away from the current one; where a group ends, the next one opens. */
  async move(by: number): Promise<CaseRow | null> {
    const from = this.index;
    const to = from + by;
    if (this.groups.length > 0 && from >= 0 && by !== 0) await this.#cross(from, by);
    const at = from < 0 ? 0 : this.rows.findIndex((row) => row.id === this.current) + by;
    const row = this.rows[Math.min(Math.max(at, 0), this.rows.length - 1)] ?? null;
    if (row) this.current = row.id;
    if (to >= this.rows.length - 20) void this.more();
    return row;
  }

  /** Loads what lies beyond the current row where that is the edge of what is there of its group. */
  async #cross(from: number, by: number): Promise<void> {
    const id = this.rows[from]?.id;
    const here = this.groups.findIndex((one) => one.open && one.rows.some((row) => row.id === id));
    const group = this.groups[here];
    if (!group) return;
    const place = group.rows.findIndex((row) => row.id === id) + by;
    if (place >= 0 && place < group.rows.length) return;
    if (by > 0 && group.next !== null) await this.moreOf(group.key);
    else {
      const next = this.groups[here + by];
      if (next && !next.open) await this.moreOf(next.key);
    }
  }

  async #load(wanted: number): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    const { queue, search, filter, asks } = this.plan;
    try {
      if (this.#inGroups) {
        await this.#loadGroups(asked);
        return;
      }
      const rows: CaseRow[] = [];
      let after: ListPlace | null = null;
      let finds: Finds | null = null;
      do {
        // A query that the desk cannot answer shows no rows; the counts of the queues are still wanted.
        const limit = asks ? Math.min(LARGEST_PART, wanted - rows.length) : 1;
        const part = await this.desk.backend.list({ queue, search, filter, after, limit });
        if (asked !== this.#asked) return;
        if (asks) rows.push(...part.rows);
        after = asks ? part.next : null;
        if (part.counts.length > 0) this.counts = Object.fromEntries(part.counts.map((one) => [one.queue, one.count]));
        this.asOf = part.as_of;
        finds = part.finds ?? null;
      } while (after !== null && rows.length < wanted);
      this.#take(rows);
      this.next = after;
      this.finds = finds;
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

  /** All groups with their counts; of those that are open what was there, or the first part. */
  async #loadGroups(asked: number): Promise<void> {
    const { queue, filter } = this.plan;
    const { group: by } = this.look.chosen;
    if (by === 'none') return;
    const { backend } = this.desk;
    // Beside the groups, the counts of the queues are wanted.
    const [groups, list] = await Promise.all([
      backend.groups({ queue, filter, by }),
      backend.list({ queue, search: '', filter, after: null, limit: 1 })
    ]);
    const before = this.groups;
    const all: ListGroup[] = [];
    for (const [index, { key, name, count }] of groups.entries()) {
      const was = before.find((one) => one.key === key);
      const open = was?.open ?? (before.length === 0 && index === 0);
      const rows: CaseRow[] = [];
      let next: ListPlace | null = null;
      const wanted = Math.max(PART, was?.rows.length ?? 0);
      while (open) {
        const limit = Math.min(LARGEST_PART, wanted - rows.length);
        const part = await backend.list({ queue, search: '', filter, within: { by, key }, after: next, limit });
        rows.push(...part.rows);
        next = part.next;
        if (next === null || rows.length >= wanted) break;
      }
      if (asked !== this.#asked) return;
      all.push({ key, name, count, rows, next, open });
    }
    if (asked !== this.#asked) return;
    this.counts = Object.fromEntries(list.counts.map((one) => [one.queue, one.count]));
    this.asOf = list.as_of;
    this.#group(all);
    this.next = null;
    this.finds = null;
    this.failure = null;
  }
}

export const [useCases, provideCases] = createContext<Cases>();
