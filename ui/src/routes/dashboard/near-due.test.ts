import { expect, it } from 'vitest';
import { vi } from '$lib/i18n/vi';
import { parse, type Known } from '$lib/search/grammar';
import { planOf } from '$lib/search/plan';
import { byOfficer, searchOfDay, searchOfOfficer, totalOf } from './near-due';

const known: Known = { services: [], colleagues: [{ id: 'lan', name: 'Lan' }], me: 'hoa' };
const days = [
  { day: '2026-11-27', officers: [{ key: 'lan', name: 'Lan', count: 2 }] },
  {
    day: '2026-11-30',
    officers: [
      { key: '', name: '', count: 4 },
      { key: 'lan', name: 'Lan', count: 1 }
    ]
  }
];
const asked = (search: string) => planOf(parse(search, known, vi.law.statuses), 'open', known, '2026-11-27').filter;
const statuses = ['accepted', 'in_progress'];

it('a bar of a day asks for the cases of that day', () => {
  expect(totalOf(days[1]!)).toBe(5);
  for (const language of ['vi', 'en'] as const) {
    const filter = asked(searchOfDay('2026-11-30', '2026-11-27', language));
    expect(filter).toEqual({ due_from: '2026-11-30', due_until: '2026-11-30', statuses });
  }
});

it('a bar of an official asks for what is theirs in all of these days', () => {
  expect(byOfficer(days).map((one) => [one.key, one.count])).toEqual([
    ['', 4],
    ['lan', 3]
  ]);
  const whole = { due_from: '2026-11-27', due_until: '2026-11-30', statuses };
  expect(asked(searchOfOfficer('lan', days, '2026-11-27', 'vi'))).toEqual({ officers: ['lan'], ...whole });
  expect(asked(searchOfOfficer('', days, '2026-11-27', 'en'))).toEqual({ officers: [''], ...whole });
});
