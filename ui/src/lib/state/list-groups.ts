/** Groups of a list: the desk counts each over all of its cases; rows are there once a group is open. */
import { formatDate } from '$lib/format/moment';
import type { CaseRow, ListPlace } from '$lib/generated/types';
import { STATUSES } from '$lib/search/grammar';
import type { Grouping } from './list-look';

export interface ListGroup {
  key: string;
  /** How somebody is called; empty where the key says it. */
  name: string;
  /** Of all its cases, whether they are here or not. */
  count: number;
  rows: CaseRow[];
  /** Where it goes on. */
  next: ListPlace | null;
  open: boolean;
}

/** What the rows of a group share, as the desk says it. */
export function groupOf(row: CaseRow, group: Grouping): string {
  switch (group) {
    case 'none':
      return '';
    case 'service':
      return row.service_name;
    case 'status':
      return String(STATUSES.indexOf(row.status) + 1);
    case 'owner':
      return row.assignee_name ?? '';
    case 'due':
      return row.due_at === null ? '' : formatDate(row.due_at).split('/').reverse().join('-');
  }
}

/** Rows that are all here, in groups: within each as they came; days by the calendar, the others by how many they hold. */
export function grouped(rows: CaseRow[], group: Grouping): ListGroup[] {
  const groups = new Map<string, CaseRow[]>();
  for (const row of rows) {
    const key = groupOf(row, group);
    const there = groups.get(key);
    if (there) there.push(row);
    else groups.set(key, [row]);
  }
  const all = [...groups].map(([key, members]) => {
    const name = group === 'owner' ? key : '';
    return { key, name, count: members.length, rows: members, next: null, open: true };
  });
  // Cases without a day come last.
  const day = (key: string) => (key === '' ? '9' : key);
  return group === 'due'
    ? all.sort((one, other) => day(one.key).localeCompare(day(other.key)))
    : all.sort((one, other) => other.count - one.count);
}

const changed = (groups: ListGroup[], key: string, change: Partial<ListGroup>): ListGroup[] =>
  groups.map((one) => (one.key === key ? { ...one, ...change } : one));

export const closed = (groups: ListGroup[], key: string): ListGroup[] => changed(groups, key, { open: false });

export const opened = (groups: ListGroup[], key: string, rows: CaseRow[], next: ListPlace | null): ListGroup[] =>
  changed(groups, key, { open: true, rows, next });

/** A line of the list: a row, the head of a group, or the place where more of an open group will stand. */
export type Line = CaseRow | { head: ListGroup } | { more: ListGroup };

export const linesOf = (groups: ListGroup[]): Line[] =>
  groups.flatMap((group): Line[] => [
    { head: group },
    ...(group.open ? group.rows : []),
    ...(group.open && group.next !== null ? [{ more: group }] : [])
  ]);
