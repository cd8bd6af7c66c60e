/** Moments and days as people read them: dd/MM/yyyy HH:mm in Vietnam's fixed +07:00, whatever this machine thinks. */
import type { Date as Day, Moment } from '$lib/generated/types';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const OFFSET = 7 * HOUR;

const two = (value: number) => String(value).padStart(2, '0');

/** The moment's wall clock in Vietnam, read with the UTC getters. */
function wall(moment: Moment): globalThis.Date {
  return new globalThis.Date(moment + OFFSET);
}

export function formatDate(moment: Moment): string {
  const at = wall(moment);
  return `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
}

export function formatTime(moment: Moment): string {
  const at = wall(moment);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

export function formatDateTime(moment: Moment): string {
  return `${formatDate(moment)} ${formatTime(moment)}`;
}

/** The time alone for today, the day before it otherwise. */
export function formatNear(moment: Moment, now: Moment): string {
  return formatDate(moment) === formatDate(now) ? formatTime(moment) : formatDateTime(moment);
}

/** `2026-11-23` as `23/11/2026`. */
export function formatDay(day: Day): string {
  const [year, month, date] = day.split('-');
  return year && month && date ? `${date}/${month}/${year}` : day;
}

/** `23/11/2026`, `23111980` or `2026-11-23` as `2026-11-23`; `null` for what is no day of the calendar. */
export function parseDay(text: string): Day | null {
  const trimmed = text.trim();
  const written = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(trimmed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(trimmed);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  const [year, month, day] = written ? [written[3], written[2], written[1]] : iso ? [iso[1], iso[2], iso[3]] : [];
  if (!year || !month || !day) return null;
  const date = new globalThis.Date(globalThis.Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists && Number(year) >= 1000 ? `${year}-${two(Number(month))}-${two(Number(day))}` : null;
}

/** Minutes of the day as a time: 900 is 15:00. */
export function formatMinuteOfDay(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

export interface Span {
  days: number;
  hours: number;
  minutes: number;
}

/** A length of time in whole days, hours and minutes, rounded down; never negative. */
export function spanOf(milliseconds: number): Span {
  const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
  return { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 };
}

/** The largest part alone. */
export function coarse(span: Span): Span {
  if (span.days > 0) return { days: span.days, hours: 0, minutes: 0 };
  return span.hours > 0 ? { days: 0, hours: span.hours, minutes: 0 } : span;
}

export type Units = { days: (n: number) => string; hours: (n: number) => string; minutes: (n: number) => string };

/** The two largest parts that say something: '2 ngày 3 giờ', '3 giờ 5 phút', '12 phút'. */
export function formatSpan(span: Span, units: Units): string {
  if (span.days > 0) return [units.days(span.days), span.hours > 0 ? units.hours(span.hours) : ''].join(' ').trim();
  if (span.hours > 0)
    return [units.hours(span.hours), span.minutes > 0 ? units.minutes(span.minutes) : ''].join(' ').trim();
  return units.minutes(span.minutes);
}

export type Urgency = 'none' | 'calm' | 'soon' | 'late';

/** How pressing a due moment is. */
export function urgencyOf(dueAt: Moment | null, now: Moment): Urgency {
  if (dueAt === null) return 'none';
  if (dueAt < now) return 'late';
  return dueAt - now <= DAY ? 'soon' : 'calm';
}
