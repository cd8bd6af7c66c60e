import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import type { ActRequest, CaseView, Draft, Failure, HistoryEntry, Session } from '$lib/generated/types';
import { Desk } from './desk.svelte';
import { HOLD, PendingActs } from './pending.svelte';

let kept: Map<string, Draft>;
let sent: ActRequest[];
let refuse: Failure | null;
let history: Partial<HistoryEntry>[];
let desk: Desk;
let pending: PendingActs;
let sealed: string[];

const caseOf = (id: string, turn = 1) =>
  ({ case: { id, turn, code: null, applicant: { name: 'Nguyễn Văn Đức' } }, history }) as unknown as CaseView;

beforeEach(async () => {
  vi.useFakeTimers();
  [kept, sent, refuse, history, sealed] = [new Map(), [], null, [], []];
  desk = new Desk({
    signIn: async () => ({ user: { id: 'hoa' }, unit: { code: 'u' } }) as unknown as Session,
    signOut: async () => undefined,
    connection: async () => Promise.reject({ type: 'no_line' }),
    drafts: async () => [...kept.values()],
    saveDraft: async (key: string, content: string) => void kept.set(key, { key, content, saved_at: Date.now() }),
    dropDraft: async (key: string) => void kept.delete(key),
    openCase: async (id: string) => caseOf(id),
    act: async (request: ActRequest) => {
      if (refuse) throw refuse;
      sent.push(request);
      return caseOf(request.case ?? '', request.turn + 1);
    }
  } as unknown as Backend);
  await desk.signIn('u', 'hoa', 'x');
  pending = new PendingActs(desk, (kind) => sealed.push(kind));
});
afterEach(() => vi.useRealTimers());

it('an act is done once, after ten seconds', async () => {
  await pending.hold(caseOf('a'), 'accept', { type: 'accept' });
  expect(kept.has('pending:a')).toBe(true);
  await vi.advanceTimersByTimeAsync(HOLD - 1);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(HOLD);
  expect(sent).toEqual([{ case: 'a', turn: 1, intent: { type: 'accept' } }]);
  expect([pending.acts.length, kept.size, sealed]).toEqual([0, 0, ['accept']]);
});

it('an act that is taken back is never done, and what was typed lies in its dialog again', async () => {
  await pending.hold(caseOf('a'), 'note', { type: 'note', text: 'Gọi lại' }, '{"note":"Gọi lại"}');
  await pending.undo('a');
  await vi.advanceTimersByTimeAsync(HOLD * 2);
  expect(sent).toEqual([]);
  expect([...kept.keys()]).toEqual(['a/note']);
});

it('the next act on the same case does the one that waits first', async () => {
  await pending.hold(caseOf('a'), 'accept', { type: 'accept' });
  await pending.hold(caseOf('a', 2), 'note', { type: 'note', text: 'x' });
  expect(sent.map((request) => request.intent.type)).toEqual(['accept']);
  expect(pending.last?.kind).toBe('note');
});

it('acts on several cases wait side by side; Z means the last', async () => {
  await pending.hold(caseOf('a'), 'accept', { type: 'accept' });
  await pending.hold(caseOf('b'), 'accept', { type: 'accept' });
  expect(pending.last?.case).toBe('b');
  await pending.undo('b');
  expect(pending.last?.case).toBe('a');
});

it('who leaves has it done before', async () => {
  desk.onLeaving(() => pending.sealAll());
  await pending.hold(caseOf('a'), 'accept', { type: 'accept' });
  await desk.signOut();
  expect(sent.length).toBe(1);
});

it('sealing twice at the same time does it once', async () => {
  await pending.hold(caseOf('a'), 'accept', { type: 'accept' });
  await Promise.all([pending.seal('a'), pending.seal('a')]);
  expect(sent.length).toBe(1);
});

it('what the desk refuses stays, with the reason, until the person decides', async () => {
  refuse = { type: 'refused', refusal: { type: 'no_such_case' } };
  await pending.hold(caseOf('a'), 'accept', { type: 'accept' });
  await vi.advanceTimersByTimeAsync(HOLD);
  expect(pending.of('a')).toMatchObject({ state: 'failed', failure: refuse });
  expect(kept.has('pending:a')).toBe(true);
  await expect(pending.hold(caseOf('a'), 'note', { type: 'note', text: 'x' })).rejects.toEqual(refuse);
  refuse = null;
  await pending.seal('a');
  expect([pending.acts.length, kept.size, sent.length]).toEqual([0, 0, 1]);
});

it('what a crash left behind is asked for, and done or left as the person says', async () => {
  await pending.hold(caseOf('a'), 'accept', { type: 'accept' });
  await pending.hold(caseOf('b'), 'accept', { type: 'accept' });
  pending.stop();
  const after = new PendingActs(desk, () => undefined);
  await after.recover();
  await vi.advanceTimersByTimeAsync(HOLD * 3);
  expect(sent).toEqual([]);
  expect(after.acts.map((act) => act.state)).toEqual(['asked', 'asked']);
  await after.seal('a');
  await after.undo('b');
  expect(sent.map((request) => request.case)).toEqual(['a']);
  expect(kept.size).toBe(0);
});

it('what came through before the crash is not asked for again', async () => {
  await pending.hold(caseOf('a'), 'note', { type: 'note', text: 'Gọi lại' });
  pending.stop();
  history.push({ event: { type: 'noted', text: 'Gọi lại' }, by: 'hoa', at: Date.now() });
  const after = new PendingActs(desk, () => undefined);
  await after.recover();
  expect([after.acts.length, kept.size]).toEqual([0, 0]);
});

it('a draft that cannot be read is left out', async () => {
  kept.set('pending:a', { key: 'pending:a', content: '{', saved_at: 1 });
  await pending.recover();
  expect([pending.acts.length, kept.size]).toEqual([0, 0]);
});

it('what cannot be kept is not held', async () => {
  desk.backend.saveDraft = async () => Promise.reject({ type: 'not_saved' });
  await expect(pending.hold(caseOf('a'), 'accept', { type: 'accept' })).rejects.toEqual({ type: 'not_saved' });
  await vi.advanceTimersByTimeAsync(HOLD * 2);
  expect([pending.acts.length, sent.length]).toEqual([0, 0]);
});

it('a group is held and taken back as one', async () => {
  for (const id of ['a', 'b']) {
    await pending.hold(caseOf(id), 'assign', { type: 'assign', to: 'lan', note: '' }, null, 'g');
  }
  await pending.undo('b');
  await vi.advanceTimersByTimeAsync(HOLD * 2);
  expect([sent, pending.acts.length, kept.size]).toEqual([[], 0, 0]);
});

it('a group is done case by case, what failed waits by itself, and it is said once what came of it', async () => {
  const told: [string[], number][] = [];
  pending = new PendingActs(
    desk,
    (kind) => sealed.push(kind),
    (done, failed) => told.push([done, failed])
  );
  for (const id of ['a', 'b', 'c']) {
    await pending.hold(caseOf(id), 'assign', { type: 'assign', to: 'lan', note: '' }, null, 'g');
  }
  refuse = { type: 'lane_held' };
  await pending.seal('b');
  refuse = null;
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(HOLD * 2);
  expect(sent.map((one) => one.case)).toEqual(['a', 'c']);
  expect([told, sealed]).toEqual([[[['a', 'c'], 1]], []]);
  expect(pending.acts.map((one) => [one.case, one.state])).toEqual([['b', 'failed']]);
});
