import { describe, expect, it } from 'vitest';
import { vi } from '$lib/i18n/vi';
import {
  coarse,
  DAY,
  formatDate,
  formatDateTime,
  formatDay,
  formatMinuteOfDay,
  formatNear,
  formatSpan,
  HOUR,
  MINUTE,
  parseDay,
  spanOf,
  urgencyOf
} from './moment';

// 2026-11-23T17:30Z is already the 24th in Vietnam.
const AFTER_MIDNIGHT = 1_795_455_000_000;

describe('moments', () => {
  it('are told in the time of Vietnam, whatever this machine thinks', () => {
    expect(formatDate(AFTER_MIDNIGHT)).toBe('24/11/2026');
    expect(formatDateTime(AFTER_MIDNIGHT)).toBe('24/11/2026 00:30');
  });

  it('of today are told by the time alone', () => {
    expect(formatNear(AFTER_MIDNIGHT, AFTER_MIDNIGHT + HOUR)).toBe('00:30');
    expect(formatNear(AFTER_MIDNIGHT, AFTER_MIDNIGHT + DAY)).toBe('24/11/2026 00:30');
  });

  it('of the day are told from minutes', () => {
    expect(formatMinuteOfDay(900)).toBe('15:00');
  });
});

describe('days', () => {
  it('are written with the day first', () => {
    expect(formatDay('2026-11-23')).toBe('23/11/2026');
  });

  it.each([
    ['01/01/1990', '1990-01-01'],
    ['1/1/1990', '1990-01-01'],
    ['01011990', '1990-01-01'],
    ['2028-02-29', '2028-02-29'],
    [' 31-12-1999 ', '1999-12-31']
  ])('are read from %s', (text, day) => {
    expect(parseDay(text)).toBe(day);
  });

  it.each(['', '31/02/1990', '29/02/2026', '1990', '00/01/1990', '12/13/1990', 'mồng một'])(
    'are not read from %s',
    (text) => {
      expect(parseDay(text)).toBeNull();
    }
  );
});

describe('lengths of time', () => {
  const tell = (milliseconds: number) => formatSpan(spanOf(milliseconds), vi.time);

  it('name their two largest parts', () => {
    expect(tell(2 * DAY + 3 * HOUR + 59 * MINUTE)).toBe('2 ngày 3 giờ');
    expect(tell(2 * HOUR + 14 * MINUTE)).toBe('2 giờ 14 phút');
    expect(tell(12 * MINUTE)).toBe('12 phút');
  });

  it('leave out a part that is nothing', () => {
    expect(tell(DAY + 5 * MINUTE)).toBe('1 ngày');
    expect(tell(3 * HOUR)).toBe('3 giờ');
  });

  it('are never negative', () => {
    expect(tell(-HOUR)).toBe('0 phút');
  });

  it('can be told by their largest part alone', () => {
    expect(formatSpan(coarse(spanOf(2 * DAY + 3 * HOUR)), vi.time)).toBe('2 ngày');
    expect(formatSpan(coarse(spanOf(3 * HOUR + MINUTE)), vi.time)).toBe('3 giờ');
  });
});

it('a due moment is late, soon, calm, or not set', () => {
  const now = AFTER_MIDNIGHT;
  expect(urgencyOf(now - 1, now)).toBe('late');
  expect(urgencyOf(now + HOUR, now)).toBe('soon');
  expect(urgencyOf(now + 3 * DAY, now)).toBe('calm');
  expect(urgencyOf(null, now)).toBe('none');
});
