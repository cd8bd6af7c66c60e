/** What is due in the next working days, and the search that shows the same cases. */
import type { Date as Day, DayLoad, GroupCount } from '$lib/generated/types';
import type { LanguageCode } from '$lib/i18n/language.svelte';
import { SPELLINGS } from '$lib/search/grammar';

export const totalOf = (day: DayLoad): number => day.officers.reduce((sum, one) => sum + one.count, 0);

/** Everybody who has something of these days, the most first. */
export function byOfficer(days: DayLoad[]): GroupCount[] {
  const sums = new Map<string, GroupCount>();
  for (const { officers } of days)
    for (const one of officers) {
      const before = sums.get(one.key)?.count ?? 0;
      sums.set(one.key, { ...one, count: before + one.count });
    }
  return [...sums.values()].sort((one, other) => other.count - one.count || (one.key < other.key ? -1 : 1));
}

const daysFrom = (today: Day, day: Day): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);

/** Accepted and being worked on: of what is paused the date does not run. */
function between(from: number, to: number, language: LanguageCode): string {
  const due = SPELLINGS.due[language];
  const status = SPELLINGS.status[language];
  return `${due}:>=${from} ${due}:<=${to} ${status}:2 ${status}:4`;
}

export function searchOfDay(day: Day, today: Day, language: LanguageCode): string {
  const distance = daysFrom(today, day);
  return between(distance, distance, language);
}

export function searchOfOfficer(key: string, days: DayLoad[], today: Day, language: LanguageCode): string {
  const last = days.at(-1)?.day ?? today;
  const nobody = language === 'vi' ? 'chua' : 'nobody';
  return `${SPELLINGS.officer[language]}:${key === '' ? nobody : key} ${between(0, daysFrom(today, last), language)}`;
}
