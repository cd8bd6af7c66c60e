/** What a dashboard says of ratings: 1 to 5 points each. */
import type { RatingSums } from '$lib/generated/types';

export const SIDES = ['handling', 'attitude', 'agency'] as const;
export type Side = (typeof SIDES)[number];

/** Points in the middle, of one side; `null` where nobody has rated. */
export const middle = (sums: RatingSums, side: Side): number | null =>
  sums.count === 0 ? null : sums[side] / sums.count;

/** Points in the middle, over all sides. */
export function overall(sums: RatingSums): number | null {
  return sums.count === 0 ? null : SIDES.reduce((all, side) => all + sums[side], 0) / (SIDES.length * sums.count);
}

/** `4,3`; of nobody a dash. */
export const points = (mean: number | null): string => (mean === null ? '–' : mean.toFixed(1).replace('.', ','));
