import { beforeEach, expect, it } from 'vitest';
import type { HistoryEntry } from '$lib/generated/types';
import { isNew, Looks, newBlocks } from './looks';

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    value: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => kept.set(key, text)
    }
  });
});

const entry = (type: string, at: number, by = 'minh', arrived_at: number | null = at) =>
  ({ event: { type }, at, by, arrived_at }) as unknown as HistoryEntry;

it('each person has looks of their own', () => {
  new Looks('hoa').left('a', 5);
  expect(new Looks('hoa').of('a')).toBe(5);
  expect(new Looks('minh').of('a')).toBeNull();
});

it('the last look counts, and the oldest are forgotten', () => {
  const looks = new Looks('hoa');
  for (let n = 0; n < 510; n += 1) looks.left(`case-${n}`, n);
  looks.left('case-509', 999);
  expect(looks.of('case-509')).toBe(999);
  expect(looks.of('case-5')).toBeNull();
  expect(looks.of('case-10')).toBe(10);
});

it('a broken store is as if nothing was ever looked at', () => {
  kept.set('mot-cua-looks', '{');
  expect(new Looks('hoa').of('a')).toBeNull();
  kept.set('mot-cua-looks', '{"hoa":3}');
  expect(new Looks('hoa').of('a')).toBeNull();
});

it('new is what others did since, also what was done before and arrived since', () => {
  expect(isNew(entry('noted', 20), 10, 'hoa')).toBe(true);
  expect(isNew(entry('noted', 5), 10, 'hoa')).toBe(false);
  expect(isNew(entry('noted', 5, 'minh', 12), 10, 'hoa')).toBe(true);
  expect(isNew(entry('noted', 20, 'hoa'), 10, 'hoa')).toBe(false);
});

it('nothing is new in a case that was never opened', () => {
  expect(isNew(entry('noted', 20), null, 'hoa')).toBe(false);
});

it('each event marks the blocks that it changes', () => {
  const history = [entry('approved', 5), entry('supplement_received', 20), entry('corrected', 30)];
  expect(newBlocks(history, 10, 'hoa')).toEqual(['papers', 'applicant']);
});
