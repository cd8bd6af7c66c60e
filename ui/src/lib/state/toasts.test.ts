import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts } from './toasts.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const texts = (toasts: Toasts) => toasts.shown.map((one) => one.text);

it('bad news stay until somebody has dismissed them, also when better ones come', () => {
  const toasts = new Toasts();
  const id = toasts.say('Chưa lưu được', { tone: 'bad' });
  toasts.say('Đã lưu', { tone: 'good' });
  toasts.say('Đã in');
  expect(texts(toasts)).toEqual(['Chưa lưu được', 'Đã lưu', 'Đã in']);
  vi.advanceTimersByTime(60_000);
  expect(texts(toasts)).toEqual(['Chưa lưu được']);
  toasts.dismiss(id);
  expect(texts(toasts)).toEqual([]);
});

it('what somebody is at stays, and goes a while after they left it', () => {
  const toasts = new Toasts();
  const id = toasts.say('Đã lưu', { actions: [{ label: 'Mở', run: () => undefined }] });
  vi.advanceTimersByTime(10_000);
  toasts.hold(id);
  vi.advanceTimersByTime(60_000);
  expect(texts(toasts)).toEqual(['Đã lưu']);
  toasts.release(id);
  vi.advanceTimersByTime(11_000);
  expect(texts(toasts)).toEqual(['Đã lưu']);
  vi.advanceTimersByTime(2_000);
  expect(texts(toasts)).toEqual([]);
});

it('of what is not bad the latest two are shown', () => {
  const toasts = new Toasts();
  for (const text of ['a', 'b', 'c']) toasts.say(text);
  expect(texts(toasts)).toEqual(['b', 'c']);
});
