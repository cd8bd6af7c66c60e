import { expect, it } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import type { CaseView } from '$lib/generated/types';
import { Batch } from './batch.svelte';
import { Desk } from './desk.svelte';

it('of two looks at what is ticked the later one counts, whichever ends first', async () => {
  const waiting = new Map<string, (view: CaseView) => void>();
  const openCase = (id: string) => new Promise<CaseView>((read) => waiting.set(id, read));
  const batch = new Batch(new Desk({ openCase } as unknown as Backend));
  const answer = (id: string) => waiting.get(id)?.({ case: { id }, acts: [] } as unknown as CaseView);
  batch.toggle('a');
  const first = batch.look();
  batch.clear();
  batch.toggle('b');
  const second = batch.look();
  answer('b');
  await second;
  answer('a');
  await first;
  expect(batch.views.map((view) => view.case.id)).toEqual(['b']);
  expect(batch.looking).toBe(false);
});

it('with Shift every row from the last one ticked to it is ticked', () => {
  const batch = new Batch(new Desk({} as Backend));
  const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
  batch.tick(rows, 'b', false);
  batch.tick(rows, 'd', true);
  expect([...batch.selected]).toEqual(['b', 'c', 'd']);
  batch.tick(rows, 'c', false);
  expect([...batch.selected]).toEqual(['b', 'd']);
  batch.tick(rows, 'a', true);
  expect([...batch.selected].sort()).toEqual(['a', 'b', 'c', 'd']);
});
