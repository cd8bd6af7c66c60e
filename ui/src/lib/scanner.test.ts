import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LEAST, Scanner, understand } from './scanner';

const CODE = '000.02.21.H40-261123-0008';
let scans: string[];
let replayed: string[];
let scanner: Scanner;

beforeEach(() => {
  vi.useFakeTimers();
  [scans, replayed] = [[], []];
  scanner = new Scanner((text) => scans.push(text));
});
afterEach(() => vi.useRealTimers());

let now = 0;
const press = (key: string, after: number, more: { odd?: boolean; writing?: boolean } = {}) => {
  vi.advanceTimersByTime(after);
  now += after;
  const { odd = false, writing = false } = more;
  return scanner.press({ key, at: now, odd, writing, replay: () => replayed.push(key) });
};
const type = (text: string, pause: number, more = {}) => [...text].map((key) => press(key, pause, more));

it('a scanner outside of fields is heard, and none of its keys does anything else', () => {
  expect(new Set(type(CODE, 8))).toEqual(new Set(['hold']));
  expect(press('Enter', 8)).toBe('scan');
  vi.advanceTimersByTime(1000);
  expect([scans, replayed]).toEqual([[CODE], []]);
});

it('capitals come with a shift of their own', () => {
  for (const key of CODE) {
    if (/[A-Z]/.test(key)) press('Shift', 3);
    press(key, 8);
  }
  press('Enter', 8);
  expect(scans).toEqual([CODE]);
});

it('in a field the keys do their work, and the Enter ends the scan', () => {
  expect(new Set(type(CODE, 8, { writing: true }))).toEqual(new Set(['pass']));
  expect(press('Enter', 8, { writing: true })).toBe('scan');
  expect([scans, replayed]).toEqual([[CODE], []]);
});

it('a hand is not a scanner', () => {
  type('nguyenvanduc', 60, { writing: true });
  expect(press('Enter', 60, { writing: true })).toBe('pass');
  expect(scans).toEqual([]);
});

it('the last pause counts as well: a hand that strikes Enter after a scan without one', () => {
  type(CODE, 8, { writing: true });
  expect(press('Enter', 300, { writing: true })).toBe('pass');
  expect(scans).toEqual([]);
});

it('a shortcut comes through a moment later, in its order', () => {
  expect(press('g', 500)).toBe('hold');
  expect(press('n', 20)).toBe('hold');
  expect(replayed).toEqual([]);
  vi.advanceTimersByTime(45);
  expect(replayed).toEqual(['g', 'n']);
});

it('a key that is not a letter lets what waits go first', () => {
  press('o', 500);
  expect(press('ArrowDown', 10)).toBe('pass');
  expect(replayed).toEqual(['o']);
  press('p', 500);
  expect(press('Enter', 10)).toBe('pass');
  expect(replayed).toEqual(['o', 'p']);
});

it('keys that only go to the next case do not wait, and a scan after them is heard all the same', () => {
  expect(press('J', 500)).toBe('pass');
  expect(press('k', 500)).toBe('pass');
  vi.advanceTimersByTime(500);
  expect(replayed).toEqual([]);
  expect(new Set(type(CODE, 8))).toEqual(new Set(['hold']));
  press('Enter', 8);
  expect(scans).toEqual([CODE]);
});

it('a key held down is nothing of a scan', () => {
  expect(press('o', 500)).toBe('hold');
  expect(Array.from({ length: 20 }, () => press('o', 30, { odd: true })).at(-1)).toBe('pass');
  expect(press('Enter', 30)).toBe('pass');
  expect([scans, replayed]).toEqual([[], ['o']]);
});

it('letters under composition are nothing of a scan, however fast', () => {
  type('nguye', 10, { writing: true });
  press('Process', 10, { odd: true, writing: true });
  type('nvan', 10, { writing: true });
  expect(press('Enter', 10, { writing: true })).toBe('pass');
  expect(scans).toEqual([]);
});

it('a scan without Enter is heard outside of fields; a fist on the keys does nothing', () => {
  type(CODE, 8);
  vi.advanceTimersByTime(45);
  expect(scans).toEqual([CODE]);
  type('asdf', 5);
  vi.advanceTimersByTime(45);
  expect([scans.length, replayed]).toEqual([1, []]);
});

it('what is too short is no scan', () => {
  type('1'.repeat(LEAST - 1), 8, { writing: true });
  expect(press('Enter', 8, { writing: true })).toBe('pass');
  expect(scans).toEqual([]);
});

it('the space bar works on buttons, and stands within a scan', () => {
  expect(press(' ', 500)).toBe('pass');
  type('036|Lan A', 8);
  expect(press('Enter', 8)).toBe('scan');
  expect(scans).toEqual(['036|Lan A']);
});

describe('what was scanned', () => {
  it.each([
    [CODE, CODE],
    [CODE.toLowerCase(), CODE],
    [`https://dichvucong.example/tra-cuu?ma=${CODE}&x=1`, CODE]
  ])('a case: %s', (text, code) => expect(understand(text)).toEqual({ type: 'case', code }));

  it('a card', () => {
    const text = '036090001234||Nguyễn Văn Đức|01021990|Nam|Số 5 ngõ 12|01012021';
    expect(understand(text)).toMatchObject({ type: 'card', card: { identityNumber: '036090001234' } });
  });

  it('something else', () => expect(understand('8934563138165')).toEqual({ type: 'unknown' }));
});
