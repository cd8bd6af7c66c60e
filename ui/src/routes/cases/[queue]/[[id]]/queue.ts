import type { Queue } from '$lib/generated/types';
import { QUEUE_KEYS } from '$lib/shortcuts';

/** The queue that the address names; one's own work where it names none. */
export function queueOf(name: string | undefined): Queue {
  return name !== undefined && name in QUEUE_KEYS ? (name as Queue) : 'mine';
}

/** The part of a long list that is in sight, with some rows to spare. */
export function slice(
  count: number,
  rowHeight: number,
  scrollTop: number,
  height: number
): { from: number; to: number } {
  if (rowHeight <= 0) return { from: 0, to: Math.min(count, 40) };
  const spare = 10;
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
  const to = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + spare);
  return { from: Math.min(from, to), to };
}
