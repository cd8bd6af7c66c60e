/**
 * What of a query the desk's lists can answer. Nothing is filtered in the window: it holds a part of a list only, so the
 * rest would be missing without a word.
 */
import type { Date as Day, Filter, Period, Queue } from '$lib/generated/types';
import type { Known, Query, Term } from './grammar';

export interface Plan {
  queue: Queue;
  search: string;
  filter: Filter;
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

/** The days of a month. */
function periodOf(month: string): Period {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return { from: `${month}-01`, to: last };
}

/** The filter with one more condition; of two officials or statuses either will do. */
function narrowed(filter: Filter, term: Term, known: Known, today: Day): Filter {
  switch (term.name) {
    case 'due':
      switch (term.compare) {
        case 'late':
          return { ...filter, late: true };
        case 'today':
          return { ...filter, today: true };
        case '<':
          return { ...filter, due_until: earlier(filter.due_until, plus(today, term.days - 1)) };
        case '<=':
          return { ...filter, due_until: earlier(filter.due_until, plus(today, term.days)) };
        case '>':
          return { ...filter, due_from: later(filter.due_from, plus(today, term.days + 1)) };
        case '>=':
          return { ...filter, due_from: later(filter.due_from, plus(today, term.days)) };
      }
      return filter;
    case 'field':
    case 'service': {
      const wanted =
        term.name === 'service'
          ? term.services
          : known.services.filter((one) => term.fields.includes(one.field)).map((one) => one.code);
      return { ...filter, services: filter.services?.filter((code) => wanted.includes(code)) ?? wanted };
    }
    case 'officer':
      return { ...filter, officers: [...(filter.officers ?? []), term.user] };
    case 'status':
      return { ...filter, statuses: [...(filter.statuses ?? []), term.status] };
    // Of two channels, months or decisions, or of paid and unpaid, the last that was typed counts.
    case 'channel':
      return { ...filter, channel: term.channel };
    case 'decision':
      return { ...filter, decision: term.decision };
    case 'fee':
      return { ...filter, paid: term.paid };
    case 'received':
    case 'done':
      return { ...filter, counted: { period: periodOf(term.month), what: term.name } };
    case 'applicant':
    case 'code':
      return filter;
  }
}

export function planOf(query: Query, queue: Queue, known: Known, today: Day): Plan {
  const texts = query.terms.map((term) => ('words' in term ? term.words : '')).filter((text) => text !== '');
  const search = [query.words, ...texts].filter((text) => text !== '').join(' ');
  const conditions = query.terms.filter((term) => !('words' in term));
  // A condition that is a queue of its own is that queue: quick, and its count is exact. A search looks into every queue.
  const first = search === '' ? conditions.find((term) => queueFor(term) !== null) : undefined;
  const own = first ? queueFor(first) : null;
  const met = conditions.filter((term) => term !== first);
  const all = met.reduce((narrow, term) => narrowed(narrow, term, known, today), {} as Filter);
  // Whoever asks for a day by which something is due means what is worked on, unless they say otherwise.
  const byDay = conditions.some((term) => term.name === 'due' && 'days' in term);
  const named = conditions.some((term) => ['status', 'decision', 'received', 'done'].includes(term.name));
  const filter = byDay && !named ? { ...all, running: true } : all;
  const asks = query.terms.length > 0 || query.problems.length === 0 || search !== '';
  return { queue: own ?? queue, search, filter, asks };
}
