/** When a person last looked at each case. Identifiers and times only: the browser's store is not encrypted. */
import type { CaseId, HistoryEntry, Moment, UserId } from '$lib/generated/types';

const KEY = 'mot-cua-looks';
const MOST = 500;

/** The newest first. */
type Look = [CaseId, Moment];

function readAll(): Record<UserId, Look[]> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<UserId, Look[]>) : {};
  } catch {
    return {};
  }
}

export class Looks {
  constructor(private readonly user: UserId) {}

  /** `null` for a case that the person never opened. */
  of(id: CaseId): Moment | null {
    return this.#mine(readAll()).find(([one]) => one === id)?.[1] ?? null;
  }

  /** The person looked at it until now. */
  left(id: CaseId, at: Moment): void {
    const all = readAll();
    const mine = this.#mine(all).filter(([one]) => one !== id);
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...all, [this.user]: [[id, at], ...mine].slice(0, MOST) }));
    } catch {
      // Without a store nothing is marked as new the next time.
    }
  }

  #mine(all: Record<UserId, Look[]>): Look[] {
    const mine = all[this.user];
    return Array.isArray(mine) ? mine : [];
  }
}

/** The blocks of a case's screen. */
export type Block = 'papers' | 'result' | 'applicant' | 'steps' | 'messages';

const BLOCK_OF: Partial<Record<HistoryEntry['event']['type'], Block[]>> = {
  supplement_requested: ['papers'],
  supplement_received: ['papers'],
  result_proposed: ['result', 'steps'],
  rejection_proposed: ['result', 'steps'],
  approved: ['result', 'steps'],
  numbered: ['result', 'steps'],
  handed_over: ['result', 'steps'],
  revoked: ['result'],
  copy_issued: ['result'],
  reopened: ['result', 'steps'],
  corrected: ['applicant'],
  messaged: ['messages'],
  accepted: ['steps'],
  assigned: ['steps'],
  step_completed: ['steps'],
  step_returned: ['steps'],
  recalled: ['steps'],
  variant_changed: ['steps'],
  passed: ['steps'],
  resumed: ['steps'],
  stopped: ['steps']
};

/** Whether an entry came after the last look: by the time it reached the portal, for it may have been done long before. */
export function isNew(entry: HistoryEntry, since: Moment | null, user: UserId | undefined): boolean {
  return since !== null && entry.by !== user && Math.max(entry.at, entry.arrived_at ?? 0) > since;
}

/** The blocks that something new stands in. */
export function newBlocks(history: HistoryEntry[], since: Moment | null, user: UserId | undefined): Block[] {
  const fresh = history.filter((entry) => isNew(entry, since, user));
  return [...new Set(fresh.flatMap((entry) => BLOCK_OF[entry.event.type] ?? []))];
}
