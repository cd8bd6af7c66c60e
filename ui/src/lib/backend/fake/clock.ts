/** Working time of the sample unit: Monday to Friday, 07:30-11:30 and 13:00-17:00, no holidays. */
import type { Addend, Deadline, Moment, TimeLimit } from '$lib/generated/types';
import { DAY, HOUR, MINUTE } from '$lib/format/moment';

const OFFSET = 7 * HOUR;
const SHIFTS = [
  [450, 690],
  [780, 1020]
] as const;

const dayStart = (at: Moment) => Math.floor((at + OFFSET) / DAY) * DAY - OFFSET;
const isRest = (at: Moment) => [0, 6].includes(new Date(at + OFFSET).getUTCDay());

export function addWorkingMinutes(from: Moment, minutes: number): Moment {
  let day = dayStart(from);
  let left = minutes;
  for (let tries = 0; tries < 400; tries += 1, day += DAY) {
    if (isRest(day)) continue;
    for (const [start, end] of SHIFTS) {
      const begin = Math.max(day + start * MINUTE, from);
      const here = Math.max(0, (day + end * MINUTE - begin) / MINUTE);
      if (begin <= day + end * MINUTE && left <= here) return begin + left * MINUTE;
      left -= here;
    }
  }
  return from + minutes * MINUTE;
}

export function deadlineOf(limit: TimeLimit, from: Moment): Deadline {
  const addends: Addend[] = [];
  let dueAt: Moment;
  if ('same_day' in limit) {
    addends.push({ type: 'same_day' });
    let day = dayStart(from);
    const minute = (from - day) / MINUTE;
    if (isRest(day) || minute >= limit.same_day.cutoff) {
      if (!isRest(day)) addends.push({ type: 'after_cutoff', cutoff: limit.same_day.cutoff });
      do day += DAY;
      while (isRest(day));
    }
    dueAt = day + 1020 * MINUTE;
  } else {
    const days = 'working_days' in limit ? limit.working_days : limit.calendar_days;
    addends.push({ type: 'working_days', days });
    const counted = addWorkingMinutes(from, 0);
    if (counted !== from) addends.push({ type: 'after_hours', counted_from: counted });
    dueAt = addWorkingMinutes(from, days * 480);
  }
  let weekend = 0;
  for (let day = dayStart(from); day < dayStart(dueAt); day += DAY) if (isRest(day)) weekend += 1;
  if (weekend > 0) addends.push({ type: 'weekend', days: weekend });
  return { from, due_at: dueAt, addends };
}
