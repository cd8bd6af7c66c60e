/**
 * What of a query the desk's lists can answer today. Nothing is filtered in the window: it holds a part of a list only,
 * so the rest would be missing without a word.
 */
import type { Queue } from '$lib/generated/types';
import type { Query, Term } from './grammar';

export interface Plan {
  queue: Queue;
  search: string;
  /** Conditions that the desk's lists do not know yet. */
  unmet: Term[];
  /** There is something to ask the desk for. */
  asks: boolean;
}

/** A queue that holds exactly what a condition asks for, where the condition stands alone. */
function queueFor(term: Term): Queue | null {
  if (term.name === 'due') return term.compare === 'late' ? 'late' : term.compare === 'today' ? 'today' : null;
  if (term.name !== 'status') return null;
  return term.status === 'filed' ? 'new' : term.status === 'done' ? 'to_hand_over' : null;
}

export function planOf(query: Query, queue: Queue): Plan {
  const isText = (term: Term) => term.name === 'applicant' || term.name === 'code';
  const texts = query.terms.map((term) => ('words' in term ? term.words : '')).filter((text) => text !== '');
  const search = [query.words, ...texts].filter((text) => text !== '').join(' ');
  const rest = query.terms.filter((term) => !isText(term));
  const [first] = rest;
  // A search of the desk looks into every queue, so a queue cannot stand beside words.
  const own = search === '' && rest.length === 1 && first ? queueFor(first) : null;
  if (own) return { queue: own, search: '', unmet: [], asks: true };
  const isEmpty = query.terms.length === 0 && query.problems.length === 0;
  return { queue, search, unmet: rest, asks: search !== '' || isEmpty };
}
