/** Several results of one person, handed over at once: the others go first, what is closed last is the case looked at. */
import type { Strokes } from '$lib/format/strokes';
import type { CaseId, CaseView, Intent } from '$lib/generated/types';
import type { Desk } from '$lib/state/desk.svelte';

export class Together {
  /** Those that are saved. */
  done: CaseId[] = [];

  constructor(
    private readonly desk: Desk,
    /** Those that are to go along, as long as they are not saved. */
    public left: CaseId[]
  ) {}

  /** Hands the others over, each by itself; answers what is asked for the case that is looked at. */
  async give(view: CaseView, intent: Intent, strokes: Strokes): Promise<Intent> {
    if (intent.type !== 'hand_over') return intent;
    const { backend } = this.desk;
    const others = await Promise.all(this.left.map((id) => backend.openCase(id)));
    const given = others.filter((other) => other.acts.some((one) => one.kind === 'hand_over'));
    const ids = [view.case.id, ...given.map((other) => other.case.id)];
    const signed =
      strokes.length > 0 ? { ...intent, signature: await backend.signSlip(ids, intent.to, strokes) } : intent;
    for (const { case: other } of given) {
      try {
        await backend.act({ case: other.id, turn: other.turn, intent: signed });
      } catch {
        // It is still ticked: the person sees how many were not handed over, and can do it again.
        continue;
      }
      this.done.push(other.id);
      this.left = this.left.filter((id) => id !== other.id);
    }
    return signed;
  }
}
