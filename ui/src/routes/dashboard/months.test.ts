import { expect, it } from 'vitest';
import { monthOf, percent, shown } from './months';

const counts = {
  online: 3,
  direct: 5,
  carried_over: 9,
  early: 2,
  on_time: 4,
  late: 2,
  open_in_time: 8,
  open_late: 1,
  passed_on_new: 0,
  passed_on_carried: 0
};
const period = { from: '2026-11-01', to: '2026-11-30' };

it('a month tells what came in it, what was done and how much of that in time', () => {
  const month = monthOf(period, counts);
  expect(month).toEqual({ name: '2026-11', received: 8, done: 8, rate: 75 });
  expect([shown(month.name), percent(month.rate)]).toEqual(['11/2026', '75,0 %']);
});

it('a month without results has no rate', () => {
  const month = monthOf(period, { ...counts, early: 0, on_time: 0, late: 0 });
  expect([month.rate, percent(month.rate)]).toEqual([null, '–']);
});
