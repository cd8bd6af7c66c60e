/** What a dashboard says of a month. */
import type { Period, SixACounts } from '$lib/generated/types';

export interface Month {
  /** `2026-11` */
  name: string;
  received: number;
  done: number;
  /** Per cent of what was done that was done in time; `null` where nothing was. */
  rate: number | null;
}

/** `2026-11` as `11/2026`. */
export const shown = (name: string): string => name.split('-').reverse().join('/');

export function monthOf(period: Period, counts: SixACounts): Month {
  const done = counts.early + counts.on_time + counts.late;
  return {
    name: period.from.slice(0, 7),
    received: counts.online + counts.direct,
    done,
    rate: done === 0 ? null : ((done - counts.late) * 100) / done
  };
}

export const percent = (rate: number | null): string =>
  rate === null ? '–' : `${rate.toFixed(1).replace('.', ',')} %`;
