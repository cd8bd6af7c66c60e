/**
 * Acts that wait ten seconds before the desk seals them, so that a slip can be taken back. Each is kept as a draft
 * meanwhile: after a crash the person is asked whether to do it or to leave it.
 */
import { createContext } from 'svelte';
import type { ActKind, CaseId, CaseView, Draft, Event, Failure, Intent, Moment } from '$lib/generated/types';
import type { Desk } from './desk.svelte';

export const HOLD = 10_000;
const PREFIX = 'pending:';

/** Acts that are done many times a day and that a glance can tell to be a slip. */
export const QUICK = ['accept', 'complete_step', 'return_step', 'note'] as const satisfies ActKind[];
export type QuickKind = (typeof QUICK)[number];
export const isQuick = (kind: ActKind): kind is QuickKind => (QUICK as readonly ActKind[]).includes(kind);

/** What else is held: a distribution of many cases, which is taken back as one. */
export type HeldKind = QuickKind | 'assign';
const isHeld = (kind: ActKind): kind is HeldKind => isQuick(kind) || kind === 'assign';

const EVENT_OF: Record<HeldKind, Event['type']> = {
  assign: 'assigned',
  accept: 'accepted',
  complete_step: 'step_completed',
  return_step: 'step_returned',
  note: 'noted'
};

/** What is kept of an act that waits. */
export interface KeptAct {
  case: CaseId;
  turn: number;
  kind: HeldKind;
  intent: Intent;
  code: string | null;
  applicant: string;
  at: Moment;
  /** What was typed in its dialog; comes back there when the act is taken back. */
  typed: string | null;
  /** Acts of one group are shown, done and taken back together. */
  group?: string;
}

export interface HeldAct extends KeptAct {
  /** `asked`: found after a crash. `failed`: the desk said no. Both wait for the person. */
  state: 'waiting' | 'sealing' | 'failed' | 'asked';
  until: Moment;
  failure: Failure | null;
}

/** Whether the act came through although its draft was left behind. */
function isDone(kept: KeptAct, view: CaseView, user: string | undefined): boolean {
  return view.history.some(
    ({ event, by, at }) =>
      event.type === EVENT_OF[kept.kind] &&
      by === user &&
      at >= kept.at &&
      (event.type !== 'noted' || kept.intent.type !== 'note' || event.text === kept.intent.text)
  );
}

function read(draft: Draft): KeptAct | null {
  try {
    const kept = JSON.parse(draft.content) as KeptAct;
    return draft.key === PREFIX + kept.case && isHeld(kept.kind) ? kept : null;
  } catch {
    return null;
  }
}

export class PendingActs {
  acts = $state.raw<HeldAct[]>([]);
  now = $state(Date.now());
  #timers: Record<CaseId, ReturnType<typeof setTimeout>> = {};
  #sealing: Record<CaseId, Promise<CaseView | null>> = {};
  #done: Record<string, CaseId[]> = {};
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly desk: Desk,
    private readonly onsealed: (kind: HeldKind, after: CaseView) => void,
    /** A group has come to its end: so many were done, so many were not. */
    private readonly ongroup: (done: CaseId[], failed: number) => void = () => undefined
  ) {}

  of(id: CaseId | undefined): HeldAct | null {
    return this.acts.find((one) => one.case === id) ?? null;
  }

  /** The act that Z takes back. */
  get last(): HeldAct | null {
    return this.acts.findLast((one) => one.state === 'waiting') ?? null;
  }

  secondsLeft(act: HeldAct): number {
    return Math.max(0, Math.ceil((act.until - this.now) / 1000));
  }

  /** Holds an act on the case as `seen`. Rejects with a failure, and holds nothing, where it could not be kept. */
  async hold(
    seen: CaseView,
    kind: HeldKind,
    intent: Intent,
    typed: string | null = null,
    group?: string
  ): Promise<void> {
    const { id, turn, code, applicant } = seen.case;
    if (this.of(id) && (await this.seal(id)) === null) throw this.of(id)?.failure ?? { type: 'lane_held' };
    const at = Date.now();
    const kept: KeptAct = { case: id, turn, kind, intent, code, applicant: applicant.name, at, typed };
    if (group !== undefined) kept.group = group;
    await this.desk.backend.saveDraft(PREFIX + id, JSON.stringify(kept));
    this.acts = [...this.acts, { ...kept, state: 'waiting', until: Date.now() + HOLD, failure: null }];
    this.#timers[id] = setTimeout(() => void this.seal(id), HOLD);
    this.now = Date.now();
    this.#clock ??= setInterval(() => (this.now = Date.now()), 250);
  }

  /** Takes an act back, or leaves one that failed or was found. What was typed for it lies in its dialog again. */
  async undo(id: CaseId): Promise<void> {
    for (const one of this.#withGroup(id)) await this.#undoOne(one);
  }

  /** Does an act now, with all of its group. */
  async sealNow(id: CaseId): Promise<void> {
    await Promise.all(this.#withGroup(id).map((one) => this.seal(one)));
  }

  /** Those that still wait with it; one that failed or was found is for itself. */
  #withGroup(id: CaseId): CaseId[] {
    const act = this.of(id);
    if (act?.group === undefined || act.state !== 'waiting') return [id];
    const { group } = act;
    return this.acts.filter((one) => one.group === group && one.state === 'waiting').map((one) => one.case);
  }

  async #undoOne(id: CaseId): Promise<void> {
    const act = this.of(id);
    if (!act || act.state === 'sealing') return;
    clearTimeout(this.#timers[id]);
    this.#remove(id);
    const { backend } = this.desk;
    if (act.typed !== null) await backend.saveDraft(`${id}/${act.kind}`, act.typed).catch(() => undefined);
    await backend.dropDraft(PREFIX + id).catch(() => undefined);
  }

  /** Does it now. Answers the state after it, or `null` where the desk said no; then it waits for the person. */
  seal(id: CaseId): Promise<CaseView | null> {
    clearTimeout(this.#timers[id]);
    return (this.#sealing[id] ??= this.#send(id).finally(() => delete this.#sealing[id]));
  }

  /** Does everything that only waits for its time, for whoever leaves. */
  async sealAll(): Promise<void> {
    const waiting = this.acts.filter((one) => one.state === 'waiting' || one.state === 'sealing');
    await Promise.all(waiting.map((one) => this.seal(one.case)));
  }

  /** Finds what a crash or a lock left behind. What came through after all is forgotten. */
  async recover(): Promise<void> {
    const drafts = await this.desk.backend.drafts().catch(() => []);
    for (const draft of drafts.filter((one) => one.key.startsWith(PREFIX))) {
      const kept = read(draft);
      const view = kept && (await this.desk.backend.openCase(kept.case).catch(() => null));
      if (kept && !this.of(kept.case) && !(view && isDone(kept, view, this.desk.session?.user.id))) {
        this.acts = [...this.acts, { ...kept, state: 'asked', until: 0, failure: null }];
      } else if (!kept || !this.of(kept.case)) {
        await this.desk.backend.dropDraft(draft.key).catch(() => undefined);
      }
    }
  }

  /** The screen is gone; what waits stays kept as drafts. */
  stop(): void {
    Object.values(this.#timers).forEach(clearTimeout);
    clearInterval(this.#clock);
    this.#clock = undefined;
    this.acts = [];
  }

  async #send(id: CaseId): Promise<CaseView | null> {
    const act = this.of(id);
    if (!act) return null;
    this.#change(id, { state: 'sealing', failure: null });
    try {
      const after = await this.desk.backend.act({ case: id, turn: act.turn, intent: act.intent });
      this.#remove(id);
      await this.desk.backend.dropDraft(PREFIX + id).catch(() => undefined);
      if (act.group === undefined) this.onsealed(act.kind, after);
      else this.#ended(act.group, id);
      return after;
    } catch (thrown) {
      this.#change(id, { state: 'failed', failure: this.desk.failure(thrown) });
      if (act.group !== undefined) this.#ended(act.group, null);
      return null;
    }
  }

  /** Says what a group came to, once nothing of it is on its way. */
  #ended(group: string, done: CaseId | null): void {
    const all = (this.#done[group] ??= []);
    if (done !== null) all.push(done);
    const rest = this.acts.filter((one) => one.group === group);
    if (rest.some((one) => one.state === 'waiting' || one.state === 'sealing')) return;
    delete this.#done[group];
    this.ongroup(all, rest.length);
  }

  #change(id: CaseId, change: Partial<HeldAct>): void {
    this.acts = this.acts.map((one) => (one.case === id ? { ...one, ...change } : one));
    this.#restClock();
  }

  #remove(id: CaseId): void {
    this.acts = this.acts.filter((one) => one.case !== id);
    this.#restClock();
  }

  #restClock(): void {
    if (this.last !== null) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }
}

export const [usePending, providePending] = createContext<PendingActs>();
