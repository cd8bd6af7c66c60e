import { beforeEach, expect, it } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import type { Draft } from '$lib/generated/types';
import { Desk } from './desk.svelte';
import { MOST_VIEWS, shareable, sharedIn, Views } from './views.svelte';

let kept: Map<string, Draft>;
let desk: Desk;

beforeEach(() => {
  kept = new Map();
  desk = new Desk({
    drafts: async () => [...kept.values()],
    saveDraft: async (key: string, content: string) => void kept.set(key, { key, content, saved_at: 1 })
  } as unknown as Backend);
});

it('a view is there again the next day', async () => {
  const views = new Views(desk);
  views.save({ name: 'Gấp', queue: 'all', search: 'han:<3' });
  await Promise.resolve();
  const later = new Views(desk);
  await later.load();
  expect(later.saved).toEqual([{ name: 'Gấp', queue: 'all', search: 'han:<3' }]);
});

it('the same view is saved once, under its new name', () => {
  const views = new Views(desk);
  views.save({ name: 'Gấp', queue: 'all', search: 'han:<3' });
  views.save({ name: 'Rất gấp', queue: 'all', search: 'han:<3' });
  expect(views.saved.map((one) => one.name)).toEqual(['Rất gấp']);
});

it('there are as many views as number keys', () => {
  const views = new Views(desk);
  for (let n = 0; n < 12; n += 1) views.save({ name: `${n}`, queue: 'all', search: `${n}` });
  expect(views.saved.length).toBe(MOST_VIEWS);
  views.remove(0);
  expect(views.saved[0]?.name).toBe('1');
});

it('what cannot be read is as if there were none', async () => {
  kept.set('views', { key: 'views', content: '{', saved_at: 1 });
  const views = new Views(desk);
  await views.load();
  expect(views.saved).toEqual([]);
});

it('a view travels as a line of text, and nothing else is taken for one', () => {
  const look = { columns: ['status' as const, 'due' as const], group: 'service' as const };
  const view = { name: 'Đất đai quá hạn', queue: 'all' as const, search: 'linhvuc:"đất đai" han:qua', look };
  expect(sharedIn(`Chị xem nhé: ${shareable(view)}`)).toEqual(view);
  for (const text of ['', 'motcua-xem:', 'motcua-xem:abc', shareable({ ...view, queue: 'x' as 'all' })])
    expect(sharedIn(text)).toBeNull();
});
