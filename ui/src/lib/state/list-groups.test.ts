import { expect, it } from 'vitest';
import type { CaseRow } from '$lib/generated/types';
import { closed, grouped, linesOf, opened } from './list-groups';

const row = (applicant: string, part: Partial<CaseRow>): CaseRow => ({
  id: applicant,
  code: null,
  applicant,
  service_name: 'A',
  status: 'filed',
  step_name: null,
  due_at: null,
  left: null,
  assignee: null,
  assignee_name: null,
  is_declined: false,
  answer_by: null,
  changed_at: 0,
  sync: 'published',
  ...part
});

it('groups keep the order of their rows; the largest comes first, days by the calendar', () => {
  const rows = [
    row('a', { service_name: 'X', due_at: Date.UTC(2026, 10, 25) }),
    row('b', { service_name: 'Y', due_at: Date.UTC(2026, 10, 24) }),
    row('c', { service_name: 'Y' })
  ];
  expect(grouped(rows, 'service').map((one) => [one.key, one.rows.map((of) => of.id)])).toEqual([
    ['Y', ['b', 'c']],
    ['X', ['a']]
  ]);
  expect(grouped(rows, 'due').map((one) => one.key)).toEqual(['2026-11-24', '2026-11-25', '']);
  expect(grouped(rows, 'none').length).toBe(1);
});

it('an open group ends with the place where more of it will stand, and a closed one is its head alone', () => {
  const group = { key: 'X', name: '', count: 3, rows: [], next: null, open: false };
  const groups = [group, { ...group, key: 'Y' }];
  expect(linesOf(groups).length).toBe(2);
  const open = opened(groups, 'X', [row('a', {}), row('b', {})], { order: 1, id: 'b' });
  expect(linesOf(open).map((line) => Object.keys(line)[0])).toEqual(['head', 'id', 'id', 'more', 'head']);
  expect(linesOf(closed(open, 'X')).length).toBe(2);
  expect(closed(open, 'X')[0]?.rows.length, 'what was here stays here').toBe(2);
});
