import { expect, it } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import type { CaseView } from '$lib/generated/types';
import { Desk } from './desk.svelte';
import { OpenCase } from './open-case.svelte';

const caseOf = (id: string, turn = 1) => ({ case: { id, turn } }) as unknown as CaseView;

it('while another case is read, none is on the table', async () => {
  const waiting: ((view: CaseView) => void)[] = [];
  const openCase = () => new Promise<CaseView>((read) => waiting.push(read));
  const open = new OpenCase(new Desk({ openCase } as unknown as Backend));
  const first = open.open('a');
  await Promise.resolve();
  waiting[0]?.(caseOf('a'));
  await first;
  expect(open.view?.case.id).toBe('a');
  const second = open.open('b');
  expect(open.view).toBeNull();
  expect(open.loading).toBe(true);
  await Promise.resolve();
  waiting[1]?.(caseOf('b'));
  await second;
  expect(open.view?.case.id).toBe('b');
});

it('reading the same case again leaves it in sight', async () => {
  let turn = 0;
  const open = new OpenCase(new Desk({ openCase: async () => caseOf('a', ++turn) } as unknown as Backend));
  await open.open('a');
  const again = open.reload();
  expect(open.view?.case.turn).toBe(1);
  await again;
  expect(open.view?.case.turn).toBe(2);
});

it('what has changed by an unknown cause is read anew, ahead or not', async () => {
  let reads = 0;
  const openCase = async (id: string) => caseOf(id, ++reads);
  const open = new OpenCase(new Desk({ openCase } as unknown as Backend));
  await open.open('a');
  open.prefetch('b');
  await open.changed([]);
  expect(open.view?.case.turn).toBe(3);
  await open.open('b');
  expect(open.view?.case.turn).toBe(4);
});

it('of other cases that have changed only what was read ahead is forgotten', async () => {
  let reads = 0;
  const openCase = async (id: string) => caseOf(id, ++reads);
  const open = new OpenCase(new Desk({ openCase } as unknown as Backend));
  await open.open('a');
  open.prefetch('b');
  await open.changed(['b']);
  expect(open.view?.case.turn).toBe(1);
  await open.open('b');
  expect(open.view?.case.turn).toBe(3);
});
