/** Periods that people report on, as days. */
import type { Period } from '$lib/generated/types';

export type Span = 'day' | 'month' | 'quarter' | 'half' | 'year';
export const SPANS: Span[] = ['day', 'month', 'quarter', 'half', 'year'];

const MONTHS: Record<Exclude<Span, 'day'>, number> = { month: 1, quarter: 3, half: 6, year: 12 };
const iso = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The period of that kind which holds a day, moved by so many of its kind. */
export function periodOf(span: Span, day: string, by: number): Period {
  const [year = 2000, month = 1, date = 1] = day.split('-').map(Number);
  if (span === 'day') {
    const at = iso(Date.UTC(year, month - 1, date + by));
    return { from: at, to: at };
  }
  const length = MONTHS[span];
  const first = Math.floor((month - 1) / length) * length + by * length;
  return { from: iso(Date.UTC(year, first, 1)), to: iso(Date.UTC(year, first + length, 0)) };
}
