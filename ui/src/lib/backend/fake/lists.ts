/** Which cases a queue holds, and how one stands in a list. */
import type { CaseRow, Filter, Left, Moment, Queue, SyncState, User } from '$lib/generated/types';
import { DAY, formatDate } from '$lib/format/moment';
import { actsFor, serviceOf, type Dossier } from './law';
import { STEPS, USERS } from './people';

export const QUEUES: Queue[] = [
  'mine',
  'today',
  'new',
  'waiting',
  'questions',
  'consultations',
  'to_sign',
  'to_number',
  'to_hand_over',
  'late',
  'open',
  'all'
];
const CLOSED = ['rejected', 'withdrawn', 'stopped', 'handed_over'];

/** The last moment at which the next opinion that is awaited is in time. */
function nextAnswer({ consultations }: Dossier['case']): number | null {
  const days = consultations.filter((asked) => asked.answer === null).map((asked) => asked.answer_by);
  const first = days.sort()[0];
  return first === undefined ? null : Date.parse(`${first}T23:59:59+07:00`);
}

export function belongs({ case: one }: Dossier, queue: Queue, me: User): boolean {
  const now = Date.now();
  const step = STEPS.find((candidate) => candidate.id === one.step)?.kind;
  const running = ['accepted', 'in_progress'].includes(one.status);
  switch (queue) {
    case 'mine':
      return actsFor(one, me).some((act) => act.main);
    case 'today':
      return running && one.due_at !== null && one.due_at < now + DAY;
    case 'new':
      return one.status === 'filed';
    case 'waiting':
      return one.status === 'awaiting_supplement';
    case 'questions':
      return one.messages.at(-1)?.by.kind === 'citizen';
    case 'consultations':
      return !CLOSED.includes(one.status) && nextAnswer(one) !== null;
    case 'to_sign':
      return running && step === 'sign';
    case 'to_number':
      return running && step === 'number';
    case 'to_hand_over':
      return one.status === 'done';
    case 'late':
      return running && one.due_at !== null && one.due_at < now;
    case 'open':
      return !CLOSED.includes(one.status);
    case 'all':
      return true;
  }
}

/** Whether a case meets every condition of a filter. */
export function meets({ case: one }: Dossier, filter: Filter): boolean {
  const due = one.due_at === null ? null : formatDate(one.due_at).split('/').reverse().join('-');
  const service = serviceOf(one);
  const running = ['accepted', 'in_progress'].includes(one.status);
  const isFree = service.fee_text.startsWith('Miễn phí');
  return (
    (filter.due_from === undefined || (due !== null && due >= filter.due_from)) &&
    (filter.due_until === undefined || (due !== null && due <= filter.due_until)) &&
    (filter.services === undefined || filter.services.includes(one.service)) &&
    (filter.officers === undefined || filter.officers.includes(one.assignee ?? '')) &&
    (filter.statuses === undefined || filter.statuses.includes(one.status)) &&
    (filter.running !== true || running) &&
    (filter.identity === undefined || one.applicant.identity_number === filter.identity) &&
    (filter.late !== true || (running && one.due_at !== null && one.due_at < Date.now())) &&
    (filter.today !== true || (running && one.due_at !== null && one.due_at < Date.now() + DAY)) &&
    (filter.decision === undefined || one.deliverable?.decision === filter.decision) &&
    (filter.channel === undefined || one.channel === filter.channel) &&
    (filter.paid === undefined || (!isFree && one.payments.length > 0 === filter.paid))
  );
}

/** How far away a due moment is; here every weekday has eight hours of work, whatever the time of day. */
export function leftUntil(due: Moment | null): Left | null {
  if (due === null) return null;
  const now = Date.now();
  const [from, to] = due < now ? [due, now] : [now, due];
  let days = 0;
  for (let at = from + DAY; at <= to; at += DAY) if (![0, 6].includes(new Date(at).getUTCDay())) days += 1;
  const minutes = Math.floor((((to - from) % DAY) / DAY) * 480);
  return { late: due < now, soon: due >= now && due < now + DAY, days, minutes };
}

export function rowOf({ case: one }: Dossier, sync: SyncState): CaseRow {
  return {
    id: one.id,
    code: one.code,
    applicant: one.applicant.name,
    service_name: serviceOf(one).name,
    status: one.status,
    step_name: STEPS.find((step) => step.id === one.step)?.name ?? null,
    due_at: CLOSED.includes(one.status) || one.status === 'done' ? null : one.due_at,
    left: ['accepted', 'in_progress'].includes(one.status) ? leftUntil(one.due_at) : null,
    assignee: one.assignee,
    assignee_name: USERS.find((user) => user.id === one.assignee)?.name ?? null,
    is_declined: one.deliverable?.decision === 'declined',
    answer_by: nextAnswer(one),
    changed_at: one.changed_at,
    sync
  };
}
