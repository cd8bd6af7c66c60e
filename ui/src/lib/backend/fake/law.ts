/** A small stand-in for the law, enough to work with the screens in a browser. The real one is in Rust. */
import type {
  Act,
  ActKind,
  AskedEntry,
  Case,
  Condition,
  Event,
  FileRef,
  FormRequest,
  HistoryEntry,
  Intent,
  Moment,
  Refusal,
  Role,
  Service,
  Step,
  SyncState,
  Target,
  User
} from '$lib/generated/types';
import { addWorkingMinutes, deadlineOf } from './clock';
import { SERVICES, STEPS, USERS } from './people';

export interface Dossier {
  case: Case;
  history: HistoryEntry[];
}

/** What the desk adds to an intent: codes, numbers, composed documents. */
export interface Desk {
  nextCode(at: Moment): string;
  nextNumber(register: string): number;
  document(name: string, title: string, body: string): FileRef;
}

export const serviceOf = (subject: Case): Service =>
  SERVICES.find((one) => one.code === subject.service) ?? SERVICES[0]!;
const stepOf = (id: string | null): Step | undefined => STEPS.find((step) => step.id === id);
const target = (step: Step | undefined): Target | undefined => step && { id: step.id, name: step.name };
const after = (step: Step): Step | undefined => STEPS[STEPS.indexOf(step) + 1];
const has = (user: User, role: Role) => user.roles.includes(role);

export function actsFor(subject: Case, user: User): Act[] {
  const acts: Act[] = [];
  const add = (kind: ActKind, main = false, more: Partial<Act> = {}) => acts.push({ kind, main, ...more });
  const step = stepOf(subject.step);
  const canAsk = subject.supplements.length < serviceOf(subject).supplement.requests_allowed;
  const running = subject.status === 'accepted' || subject.status === 'in_progress';
  if (subject.status === 'filed' && has(user, 'MC')) {
    add('accept', true);
    if (canAsk) add('request_supplement');
    add('reject');
  }
  if (subject.status === 'awaiting_supplement' && has(user, 'MC')) add('receive_supplement', true);
  if (step && (running || subject.status === 'awaiting_supplement')) {
    const completes = running && step.kind === 'assign';
    const next = completes ? target(after(step)) : undefined;
    const people = USERS.filter((one) => one.active && has(one, 'CV') && one.id !== subject.assignee);
    const candidates = people.map(({ id, name, title }) => ({ id, name, title }));
    if (has(user, 'LP') || has(user, 'LD')) add('assign', completes, { candidates, ...(next ? { next } : {}) });
    else if (subject.assignee === null && has(user, 'CV')) add('take_over', completes);
  }
  if (step && running && has(user, step.role)) {
    const mine = step.role !== 'CV' || subject.assignee === null || subject.assignee === user.id;
    const next = target(after(step));
    const mains: Partial<Record<Step['kind'], ActKind>> = {
      handle: 'complete_step',
      review: 'complete_step',
      draft: 'propose_result',
      sign: 'approve',
      number: 'number'
    };
    const kind = mains[step.kind];
    if (mine && kind) {
      const register = kind === 'number' ? { register: serviceOf(subject).register } : {};
      add(kind, true, { ...(next ? { next } : {}), ...register });
      if (kind === 'propose_result') add('propose_rejection', false, next ? { next } : {});
      if (canAsk && !['sign', 'number'].includes(step.kind)) add('request_supplement');
      const targets = STEPS.slice(1, STEPS.indexOf(step)).reverse();
      if (targets.length > 0) add('return_step', false, { targets: targets.map(({ id, name }) => ({ id, name })) });
    }
  }
  if (subject.status === 'done' && has(user, 'MC')) add('hand_over', true);
  if (subject.deliverable && (has(user, 'VT') || has(user, 'LD'))) add('issue_copy');
  if (subject.status === 'stopped' || subject.status === 'awaiting_payment') add('resume', true);
  add('note');
  if (has(user, 'MC') || has(user, 'LD')) add('message');
  if (running && has(user, 'LD')) add('stop');
  if (has(user, 'MC') && ['filed', 'accepted', 'in_progress', 'awaiting_supplement'].includes(subject.status)) {
    add('withdraw');
  }
  return acts.sort((a, b) => Number(b.main) - Number(a.main));
}

/** Does what was asked for, or throws the refusal. */
export function perform(dossier: Dossier, intent: Intent, user: User, at: Moment, sync: SyncState, desk: Desk): void {
  const subject = dossier.case;
  const kind = intent.type;
  if (kind !== 'receive' && !actsFor(subject, user).some((act) => act.kind === kind)) {
    throw { type: 'not_in_this_status', status: subject.status } satisfies Refusal;
  }
  const missing = Object.entries(intent).find(([name, value]) => value === '' && name !== 'note');
  if (missing) throw { type: 'entry_missing', entry: missing[0] } satisfies Refusal;
  const envelope = crypto.randomUUID();
  for (const event of eventsOf(subject, intent, user, at, desk)) {
    evolve(subject, event, user.id, at);
    const arrived = sync === 'on_this_computer' ? null : at + 4000;
    dossier.history.push({ envelope, event, by: user.id, at, arrived_at: arrived, sync });
  }
}

function eventsOf(subject: Case, intent: Intent, user: User, at: Moment, desk: Desk): Event[] {
  const step = stepOf(subject.step);
  const goOn = (note: string): Event[] => {
    const next = step && after(step);
    if (!step || !next) throw { type: 'workflow_broken' } satisfies Refusal;
    const dueAt = addWorkingMinutes(at, next.hours * 60);
    return [{ type: 'step_completed', step: step.id, next: next.id, step_due_at: dueAt, note }];
  };
  switch (intent.type) {
    case 'file':
      return [];
    case 'receive':
    case 'accept':
      return [
        {
          type: 'accepted',
          code: desk.nextCode(at),
          due_at: deadlineOf(serviceOf(subject).time_limit, at).due_at,
          step: 'assign',
          step_due_at: addWorkingMinutes(at, 120)
        }
      ];
    case 'reject':
      return [{ type: 'rejected', reason: intent.reason }];
    case 'request_supplement':
      return [{ type: 'supplement_requested', papers: intent.papers, reason: intent.reason }];
    case 'receive_supplement': {
      const dueAt = subject.due_at === null ? null : deadlineOf(serviceOf(subject).time_limit, at).due_at;
      return [{ type: 'supplement_received', papers: intent.papers, due_at: dueAt, step_due_at: null }];
    }
    case 'assign':
    case 'take_over': {
      const to = intent.type === 'assign' ? intent.to : user.id;
      const note = intent.type === 'assign' ? intent.note : '';
      const assigned: Event = { type: 'assigned', from: subject.assignee, to, note };
      const completes = step?.kind === 'assign' && subject.status !== 'awaiting_supplement';
      return completes ? [assigned, ...goOn('')] : [assigned];
    }
    case 'complete_step':
      return goOn(intent.note);
    case 'return_step':
      return [
        {
          type: 'step_returned',
          step: subject.step ?? '',
          to: intent.to,
          step_due_at: addWorkingMinutes(at, 480),
          reason: intent.reason
        }
      ];
    case 'propose_result': {
      const draft = desk.document('du-thao.pdf', intent.title, intent.body);
      return [{ type: 'result_proposed', title: intent.title, body: intent.body, draft }, ...goOn('')];
    }
    case 'propose_rejection': {
      const title = 'Phiếu từ chối tiếp nhận giải quyết hồ sơ';
      const draft = desk.document('du-thao-tu-choi.pdf', title, intent.reason);
      return [{ type: 'rejection_proposed', title, reason: intent.reason, draft }, ...goOn('')];
    }
    case 'approve': {
      const { title = '', body = '' } = subject.proposal ?? {};
      return [{ type: 'approved', document: desk.document('ban-ky.pdf', title, body) }, ...goOn('')];
    }
    case 'number': {
      const { title = '', body = '', decision = 'granted' } = subject.proposal ?? {};
      const register = serviceOf(subject).register;
      const issued = new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
      const document = desk.document('ban-chinh-thuc.pdf', title, body);
      const number = desk.nextNumber(register);
      return [{ type: 'numbered', register, number, issued_on: issued, title, document, decision }, ...goOn('')];
    }
    case 'hand_over':
      return [{ ...intent, type: 'handed_over' }];
    case 'withdraw':
      return [{ type: 'withdrawn', reason: intent.reason }];
    case 'issue_copy': {
      const { copies, to, name, reason } = intent;
      return [{ type: 'copy_issued', document: subject.deliverable?.document.digest ?? '', copies, to, name, reason }];
    }
    case 'stop':
      return [{ type: 'stopped', reason: intent.reason }];
    case 'request_payment':
      return [{ type: 'payment_requested', reason: intent.reason }];
    case 'resume':
      return [{ type: 'resumed', note: intent.note, due_at: null, step_due_at: null }];
    case 'note':
      return [{ type: 'noted', text: intent.text }];
    case 'message':
      return [{ type: 'messaged', text: intent.text }];
    default:
      throw new Error(`the stand-in does not know ${intent.type}`);
  }
}

function evolve(subject: Case, event: Event, user: string, at: Moment): void {
  const by = { kind: 'official', id: user } as const;
  const moved = ![
    'assigned',
    'result_proposed',
    'rejection_proposed',
    'approved',
    'numbered',
    'filed',
    'copy_issued'
  ].includes(event.type);
  if (moved) subject.turn += 1;
  subject.version += 1;
  subject.changed_at = at;
  switch (event.type) {
    case 'filed':
      return;
    case 'accepted':
      Object.assign(subject, { status: 'accepted', code: event.code, accepted_at: at, due_at: event.due_at });
      Object.assign(subject, { step: event.step, step_due_at: event.step_due_at });
      return;
    case 'rejected':
    case 'withdrawn':
      Object.assign(subject, { status: event.type, closing_reason: event.reason, finished_at: at });
      Object.assign(subject, { step: null, step_due_at: null });
      return;
    case 'supplement_requested':
      subject.status = 'awaiting_supplement';
      subject.supplements.push({
        asked_at: at,
        asked_by: by,
        papers: event.papers,
        reason: event.reason,
        received_at: null
      });
      return;
    case 'supplement_received': {
      subject.status = subject.code === null ? 'filed' : 'in_progress';
      const request = subject.supplements.at(-1);
      if (request) request.received_at = at;
      subject.papers.push(...event.papers);
      subject.due_at = event.due_at ?? subject.due_at;
      return;
    }
    case 'assigned':
      subject.assignee = event.to;
      return;
    case 'step_completed':
      if (subject.status === 'accepted') subject.status = 'in_progress';
      Object.assign(subject, { step: event.next, step_due_at: event.step_due_at });
      return;
    case 'step_returned':
      Object.assign(subject, { status: 'in_progress', step: event.to, step_due_at: event.step_due_at, approval: null });
      return;
    case 'result_proposed':
      subject.proposal = {
        by,
        at,
        decision: 'granted',
        title: event.title,
        body: event.body,
        draft: event.draft
      };
      return;
    case 'rejection_proposed':
      subject.proposal = {
        by,
        at,
        decision: 'declined',
        title: event.title,
        body: event.reason,
        draft: event.draft
      };
      return;
    case 'approved':
      subject.approval = { by, at, document: event.document };
      return;
    case 'numbered':
      subject.status = 'done';
      subject.finished_at = at;
      subject.closing_reason = event.decision === 'declined' ? (subject.proposal?.body ?? null) : null;
      subject.deliverable = {
        unit: subject.unit,
        register: event.register,
        number: event.number,
        decision: event.decision ?? 'granted',
        issued_on: event.issued_on,
        by,
        at,
        signed_by: subject.approval?.by ?? null,
        title: event.title,
        document: event.document,
        expires_on: null,
        revocation: null,
        copies: []
      };
      return;
    case 'copy_issued': {
      const { copies, to, name, reason } = event;
      subject.deliverable?.copies.push({ id: crypto.randomUUID(), by, at, copies, to, name, reason });
      return;
    }
    case 'stopped':
      subject.status = 'stopped';
      return;
    case 'payment_requested':
      subject.status = 'awaiting_payment';
      return;
    case 'resumed':
      subject.status = 'in_progress';
      return;
    case 'handed_over':
      Object.assign(subject, { status: 'handed_over', step: null, step_due_at: null });
      subject.hand_over = {
        to: event.to,
        method: event.method,
        at,
        by,
        note: event.note,
        ...(event.signature ? { signature: event.signature } : {})
      };
  }
}

/** What a form asks, as far as the sample's forms need it: answers that another answer calls for. */
export function askedOf({ service, channel, entries }: FormRequest): AskedEntry[] {
  const all = SERVICES.find((one) => one.code === service)?.entries ?? [];
  const holds = (condition: Condition) =>
    typeof condition === 'object' &&
    'entry_is' in condition &&
    entries[condition.entry_is.entry] === condition.entry_is.value;
  return all
    .filter((entry) => (entry.when ?? []).every(holds))
    .map((entry): AskedEntry => {
      const value = entries[entry.name]?.trim() ?? '';
      const needed = entry.needed === 'always' || (entry.needed === 'online' && channel === 'online');
      const isNumber = typeof entry.kind === 'object' && 'number' in entry.kind;
      const malformed = value !== '' && isNumber && !/^[0-9. ]+$/.test(value);
      const options = typeof entry.kind === 'object' && 'choice' in entry.kind ? entry.kind.choice : [];
      return { entry, options, needed, problem: value === '' && needed ? 'missing' : malformed ? 'malformed' : null };
    });
}
