/** Which cases a queue holds, and how one stands in a list. */
import type { CaseRow, Queue, SyncState, User } from '$lib/generated/types';
import { DAY } from '$lib/format/moment';
import { actsFor, serviceOf, type Dossier } from './law';
import { STEPS, USERS } from './people';

export const QUEUES: Queue[] = [
  'mine',
  'today',
  'new',
  'waiting',
  'to_sign',
  'to_number',
  'to_hand_over',
  'late',
  'open',
  'all'
];
const CLOSED = ['rejected', 'withdrawn', 'stopped', 'handed_over'];

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

export function rowOf({ case: one }: Dossier, sync: SyncState): CaseRow {
  return {
    id: one.id,
    code: one.code,
    applicant: one.applicant.name,
    service_name: serviceOf(one).name,
    status: one.status,
    step_name: STEPS.find((step) => step.id === one.step)?.name ?? null,
    due_at: CLOSED.includes(one.status) || one.status === 'done' ? null : one.due_at,
    assignee_name: USERS.find((user) => user.id === one.assignee)?.name ?? null,
    changed_at: one.changed_at,
    sync
  };
}
