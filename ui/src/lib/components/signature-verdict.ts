/** What a signature covers, beside those that were made after it. */
import type { DocumentSignature } from '$lib/generated/types';

export interface Verdict {
  /** `earlier`: up to the next signature, as whoever signs first does. `not_all`: something was added that nobody signed. */
  covers: 'whole' | 'earlier' | 'not_all';
  bad: boolean;
}

export function verdictOf(signatures: DocumentSignature[], index: number): Verdict {
  const one = signatures[index];
  if (!one) return { covers: 'not_all', bad: true };
  // What came after an earlier signature counts where the last one covers it all.
  const last = signatures.at(-1);
  const isCovered = index < signatures.length - 1 && last?.covers_whole_file === true;
  const covers = one.covers_whole_file ? 'whole' : isCovered ? 'earlier' : 'not_all';
  return { covers, bad: !one.is_right || covers === 'not_all' };
}
