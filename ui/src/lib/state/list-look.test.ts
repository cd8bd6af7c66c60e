import { expect, it } from 'vitest';
import type { CaseRow } from '$lib/generated/types';
import { fit, grouped, lookOf, USUAL } from './list-look';

const row = (applicant: string, part: Partial<CaseRow>): CaseRow => ({
  id: applicant,
  code: null,
  applicant,
  service_name: 'A',
  status: 'filed',
  step_name: null,
  due_at: null,
  assignee_name: null,
  changed_at: 0,
  sync: 'published',
  ...part
});

it('what was kept is read as far as it is known', () => {
  expect(lookOf({ columns: ['due', 'colour'], group: 'mood' })).toEqual({ columns: ['due'], group: 'none' });
  expect(lookOf(null)).toEqual(USUAL);
});

it('where there is no room the dispensable columns go first, and status and due moment stay', () => {
  expect(fit(USUAL.columns, 100).columns).toEqual(['service', 'status', 'due', 'owner']);
  expect(fit(USUAL.columns, 60).columns).toEqual(['service', 'status', 'due']);
  expect(fit(USUAL.columns, 50)).toMatchObject({ columns: ['status', 'due'], small: false });
  expect(fit(USUAL.columns, 36)).toMatchObject({ columns: ['status', 'due'], small: true });
  expect(fit(['status'], 100).template.split(' ').length).toBeLessThan(
    fit(USUAL.columns, 100).template.split(' ').length
  );
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
