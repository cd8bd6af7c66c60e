/**
 * What of a query the desk's lists can answer. Nothing is filtered in the window: it holds a part of a list only, so the
 * rest would be missing without a word.
 */
import type { Date as Day, Filter, Queue } from '$lib/generated/types';
import type { Known, Query, Term } from './grammar';

export interface Plan {
  queue: Queue;
  search: string;
  filter: Filter;
  /** Conditions that cannot be met beside the others: two officials, or a queue beside words. */
  unmet: Term[];
  /** There is something to ask the desk for. */
  asks: boolean;
}

/** A queue that holds exactly what a condition asks for. */
function queueFor(term: Term): Queue | null {
  if (term.name === 'due') return term.compare === 'late' ? 'late' : term.compare === 'today' ? 'today' : null;
  if (term.name !== 'status') return null;
  return term.status === 'filed' ? 'new' : term.status === 'done' ? 'to_hand_over' : null;
}

const plus = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const later = (one: Day | undefined, other: Day): Day => (one !== undefined && one > other ? one : other);
const earlier = (one: Day | undefined, other: Day): Day => (one !== undefined && one < other ? one : other);

/** The filter with one more condition; `null` where it contradicts what is asked already. */
function narrowed(filter: Filter, term: Term, known: Known, today: Day): Filter | null {
  switch (term.name) {
    case 'due':
      if (!('days' in term)) return null;
      switch (term.compare) {
        case '<':
          return { ...filter, due_until: earlier(filter.due_until, plus(today, term.days - 1)) };
        case '<=':
          return { ...filter, due_until: earlier(filter.due_until, plus(today, term.days)) };
        case '>':
          return { ...filter, due_from: later(filter.due_from, plus(today, term.days + 1)) };
        case '>=':
          return { ...filter, due_from: later(filter.due_from, plus(today, term.days)) };
      }
      return null;
    case 'field':
    case 'service': {
      const wanted =
        term.name === 'service'
          ? term.services
          : known.services.filter((one) => term.fields.includes(one.field)).map((one) => one.code);
      return { ...filter, services: filter.services?.filter((code) => wanted.includes(code)) ?? wanted };
    }
    case 'officer':
      return filter.officer === undefined ? { ...filter, officer: term.user } : null;
    case 'status':
      return filter.status === undefined ? { ...filter, status: term.status } : null;
    case 'channel':
      return filter.channel === undefined ? { ...filter, channel: term.channel } : null;
    case 'fee':
      return filter.paid === undefined ? { ...filter, paid: term.paid } : null;
    case 'applicant':
    case 'code':
      return null;
  }
}

export function planOf(query: Query, queue: Queue, known: Known, today: Day): Plan {
  const isText = (term: Term) => term.name === 'applicant' || term.name === 'code';
  const texts = query.terms.map((term) => ('words' in term ? term.words : '')).filter((text) => text !== '');
  const search = [query.words, ...texts].filter((text) => text !== '').join(' ');
  const plan: Plan = { queue, search, filter: {}, unmet: [], asks: false };
  let asked = query.terms.length === 0 && query.problems.length === 0;
  let own: Queue | null = null;
  for (const term of query.terms.filter((one) => !isText(one))) {
    // A search of the desk looks into every queue, so a queue cannot stand beside words.
    const its: Queue | null = search === '' && own === null ? queueFor(term) : null;
    const filter = its === null ? narrowed(plan.filter, term, known, today) : null;
    if (its !== null) plan.queue = own = its;
    else if (filter !== null) plan.filter = filter;
    else plan.unmet.push(term);
    asked ||= its !== null || filter !== null;
  }
  return { ...plan, asks: asked || search !== '' };
}
