import type { OutboxItem, SyncState } from '$lib/generated/types';

const RANK: Record<SyncState, number> = { refused: 0, on_this_computer: 1, received: 2, published: 3 };

/** Errors first, then what has come least far; within that, the oldest first. */
export function byUrgency(items: readonly OutboxItem[]): OutboxItem[] {
  return items.toSorted((a, b) => RANK[a.sync] - RANK[b.sync] || a.at - b.at);
}
