import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Backend } from '$lib/backend/backend';
import type { Draft } from '$lib/generated/types';
import { Desk } from './desk.svelte';
import { DraftBox } from './draft-box.svelte';

let kept: Map<string, Draft>;
let desk: Desk;
let full: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  kept = new Map();
  full = false;
  desk = new Desk({
    drafts: async () => [...kept.values()],
    saveDraft: async (key: string, content: string) => {
      if (full) throw { type: 'disk_full' };
      kept.set(key, { key, content, saved_at: Date.now() });
    },
    dropDraft: async (key: string) => void kept.delete(key)
  } as unknown as Backend);
});
afterEach(() => vi.useRealTimers());

const noted = () => JSON.parse(kept.get('a/reject')?.content ?? '{}') as { reason?: string };

it('what is typed is kept when the typing rests', async () => {
  const box = new DraftBox<{ reason: string }>(desk, 'a/reject');
  await box.restore({ reason: '' });
  box.keep({ reason: 'Thiếu' });
  expect(kept.size).toBe(0);
  await vi.advanceTimersByTimeAsync(700);
  expect(noted().reason).toBe('Thiếu');
});

it('who types without a rest is kept every second', async () => {
  const box = new DraftBox<{ reason: string }>(desk, 'a/reject');
  await box.restore({ reason: '' });
  for (let typed = 1; typed <= 14; typed += 1) {
    box.keep({ reason: 'x'.repeat(typed) });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(noted().reason?.length).toBeGreaterThanOrEqual(10);
});

it('what was kept comes back, over entries that were added since', async () => {
  kept.set('a/reject', { key: 'a/reject', content: '{"reason":"Thiếu"}', saved_at: 5 });
  const box = new DraftBox<{ reason: string; note: string }>(desk, 'a/reject');
  expect(await box.restore({ reason: '', note: 'mới' })).toEqual({ reason: 'Thiếu', note: 'mới' });
  expect(box.restoredAt).toBe(5);
});

it('nothing is kept after it is done', async () => {
  const box = new DraftBox<{ reason: string }>(desk, 'a/reject');
  await box.restore({ reason: '' });
  box.keep({ reason: 'Thiếu' });
  await box.drop(true);
  box.keep({ reason: 'Thiếu nữa' });
  await vi.advanceTimersByTimeAsync(2000);
  expect(kept.size).toBe(0);
});

it('what could not be kept is said, and tried again until it is kept', async () => {
  const box = new DraftBox<{ reason: string }>(desk, 'a/reject');
  await box.restore({ reason: '' });
  full = true;
  box.keep({ reason: 'Thiếu' });
  await vi.advanceTimersByTimeAsync(700);
  expect([box.failed, box.savedAt, kept.size]).toEqual([true, null, 0]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(box.failed).toBe(true);
  full = false;
  await vi.advanceTimersByTimeAsync(2000);
  expect([box.failed, noted().reason]).toEqual([false, 'Thiếu']);
});

it('of what was typed while keeping failed the latest is kept', async () => {
  const box = new DraftBox<{ reason: string }>(desk, 'a/reject');
  await box.restore({ reason: '' });
  full = true;
  box.keep({ reason: 'Thiếu' });
  await vi.advanceTimersByTimeAsync(700);
  box.keep({ reason: 'Thiếu bản sao' });
  full = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect(noted().reason).toBe('Thiếu bản sao');
});
