/** A proposal of who takes which case: to whoever has the least, what is urgent first. */
import type { CaseId, Left, Moment, UserId } from '$lib/generated/types';

/** What somebody has: cases, and of them those that are due within a working day or late. */
export interface Load {
  id: UserId;
  name: string;
  cases: number;
  urgent: number;
}

/** A case that can be given to somebody. */
export interface Candidate {
  id: CaseId;
  name: string;
  due_at: Moment | null;
  left: Left | null;
  urgent: boolean;
  /** Who has it now. */
  from: UserId | null;
  /** Whom the law lets it be given to. */
  people: UserId[];
  /** The field of its service, and how many of its cases each has finished. */
  field: string;
  finished: Record<UserId, number>;
}

/** Who gets which case; `null` leaves it where it is. */
export type Proposal = Record<CaseId, UserId | null>;

/** An urgent case is as much as two others. */
const weight = (load: Load | undefined): number => (load ? load.cases + load.urgent : Infinity);

const moved = (load: Load, one: Candidate, by: 1 | -1): Load => ({
  ...load,
  cases: load.cases + by,
  urgent: load.urgent + (one.urgent ? by : 0)
});

function give(loads: Map<UserId, Load>, one: Candidate, to: UserId | null): void {
  if (to === null || to === one.from) return;
  const [before, after] = [one.from === null ? undefined : loads.get(one.from), loads.get(to)];
  if (before && one.from !== null) loads.set(one.from, moved(before, one, -1));
  if (after) loads.set(to, moved(after, one, 1));
}

/** What everybody has once a proposal is done. */
export function loadsAfter(loads: Load[], cases: Candidate[], proposal: Proposal): Load[] {
  const after = new Map(loads.map((load) => [load.id, load]));
  for (const one of cases) give(after, one, proposal[one.id] ?? null);
  return loads.map((load) => after.get(load.id) ?? load);
}

/**
 * Gives each case to whoever has the least of those who may take it; of two who have as much, to whoever has finished
 * more cases of its field. What has no day comes last.
 */
export function propose(loads: Load[], cases: Candidate[]): Proposal {
  const now = new Map(loads.map((load) => [load.id, load]));
  const proposal: Proposal = {};
  const order = [...cases].sort((one, other) => (one.due_at ?? Infinity) - (other.due_at ?? Infinity));
  for (const one of order) {
    const able = one.people.filter((id) => now.has(id) && id !== one.from);
    const least = able.reduce<UserId | null>((best, id) => {
      if (best === null) return id;
      const [here, there] = [now.get(id), now.get(best)];
      const known = (user: UserId) => one.finished[user] ?? 0;
      const difference =
        weight(here) - weight(there) || (here?.urgent ?? 0) - (there?.urgent ?? 0) || known(best) - known(id);
      return difference < 0 ? id : best;
    }, null);
    // Somebody who has it keeps it, unless that makes them have more than the other would.
    const share = one.urgent ? 2 : 1;
    const holder = one.from === null ? undefined : now.get(one.from);
    const stays = holder !== undefined && least !== null && weight(holder) - share <= weight(now.get(least));
    const to = stays ? null : least;
    proposal[one.id] = to;
    give(now, one, to);
  }
  return proposal;
}
