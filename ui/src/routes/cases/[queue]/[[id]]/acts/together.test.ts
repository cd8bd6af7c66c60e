import { expect, it } from 'vitest';
import type { ActRequest, CaseView, Intent } from '$lib/generated/types';
import type { Desk } from '$lib/state/desk.svelte';
import { Together } from './together';

const view = (id: string, acts = ['hand_over']) =>
  ({ case: { id, turn: 3 }, acts: acts.map((kind) => ({ kind })) }) as unknown as CaseView;
const intent: Intent = { type: 'hand_over', to: 'Lan', method: 'counter', note: '' };

function desk(refused: string[]): { desk: Desk; acts: ActRequest[]; slips: string[][] } {
  const acts: ActRequest[] = [];
  const slips: string[][] = [];
  const backend = {
    openCase: (id: string) => Promise.resolve(view(id, id === 'closed' ? [] : undefined)),
    signSlip: (ids: string[]) => (slips.push(ids), Promise.resolve({ name: 'slip' })),
    act: (request: ActRequest) =>
      refused.includes(request.case ?? '') ? Promise.reject(new Error('no')) : (acts.push(request), Promise.resolve())
  };
  return { desk: { backend } as unknown as Desk, acts, slips };
}

it('each result is handed over by itself under one signature, and those that were not stay ticked', async () => {
  const stage = desk(['b']);
  const together = new Together(stage.desk, ['a', 'b', 'closed', 'c']);
  const signed = await together.give(view('own'), intent, [[[0, 0]]]);
  expect(stage.slips).toEqual([['own', 'a', 'b', 'c']]);
  expect(stage.acts.map((one) => one.case)).toEqual(['a', 'c']);
  expect(signed).toMatchObject({ signature: { name: 'slip' } });
  expect([together.done, together.left]).toEqual([
    ['a', 'c'],
    ['b', 'closed']
  ]);
});

it('another act takes nothing along', async () => {
  const stage = desk([]);
  const note: Intent = { type: 'note', text: 'x' };
  expect(await new Together(stage.desk, []).give(view('own'), note, [])).toEqual(note);
  expect(stage.acts).toEqual([]);
});
