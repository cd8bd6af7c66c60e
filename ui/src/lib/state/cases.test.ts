import { expect, it } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import type { CaseList, CaseRow, ListRequest } from '$lib/generated/types';
import { Language } from '$lib/i18n/language.svelte';
import { Cases } from './cases.svelte';
import { Desk } from './desk.svelte';
import { Look } from './look.svelte';

/** A desk with so many cases, given out part by part. */
function listOf(count: number, finds?: CaseList['finds']) {
  const asked: ListRequest[] = [];
  const backend = {
    list: async (request: ListRequest): Promise<CaseList> => {
      asked.push(request);
      const from = request.after === null ? 0 : request.after.order + 1;
      const to = Math.min(count, from + request.limit);
      const rows = Array.from({ length: to - from }, (_, at) => ({ id: `${from + at}` }) as CaseRow);
      const next = to < count ? { order: to - 1, id: `${to - 1}` } : null;
      return { rows, next, counts: [{ queue: 'open', count }], as_of: null, ...(finds ? { finds } : {}) };
    }
  } as unknown as Backend;
  const desk = new Desk(backend);
  return { cases: new Cases(desk, new Language(), new Look(desk)), asked };
}

it('a whole list is loaded for whoever ticks all of it, as far as was said', async () => {
  const { cases } = listOf(730);
  await cases.show('open', '');
  expect(cases.rows.length).toBe(100);
  await cases.load(2_000);
  expect(cases.rows.length).toBe(730);
  const many = listOf(5_000).cases;
  await many.show('open', '');
  await many.load(2_000);
  expect(many.rows.length).toBe(2_000);
});

it('a page further down is a move by as many rows as are in sight', async () => {
  const { cases } = listOf(90);
  await cases.show('open', '');
  cases.page = 25;
  await cases.move(cases.page);
  expect(cases.current).toBe('25');
  await cases.move(cases.rows.length);
  expect(cases.current).toBe('89');
  await cases.move(-cases.rows.length);
  expect(cases.current).toBe('0');
});

it('how many a search finds is known beside what is shown, and forgotten with the search', async () => {
  const { cases } = listOf(3, { count: 1_340, more: false });
  await cases.show('open', 'lan');
  expect(cases.finds).toEqual({ count: 1_340, more: false });
  const plain = listOf(3).cases;
  await plain.show('open', '');
  expect(plain.finds).toBeNull();
});
