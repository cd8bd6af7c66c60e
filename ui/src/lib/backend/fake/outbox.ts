/** Commands behind events, for the outbox, and one conflict to begin with. */
import type { Case, Command, Conflict, Event, Moment } from '$lib/generated/types';
import { MINUTE } from '$lib/format/moment';
import { perform, type Desk, type Dossier } from './law';
import { USERS } from './people';

function statementOf(one: Case) {
  return {
    code: one.code ?? '',
    service: one.service,
    applicant: one.applicant.name,
    identity_number: one.applicant.identity_number ?? null,
    title: one.proposal?.title ?? '',
    body: one.proposal?.body ?? ''
  };
}

export function commandOf(one: Case, event: Event): Command {
  const { turn } = one;
  switch (event.type) {
    case 'filed':
      return { type: 'file', application: event.application };
    case 'accepted':
      return { type: 'accept', turn, code: event.code };
    case 'rejected':
      return { type: 'reject', turn, reason: event.reason };
    case 'supplement_requested':
      return { type: 'request_supplement', turn, papers: event.papers, reason: event.reason };
    case 'supplement_received':
      return { type: 'receive_supplement', turn, papers: event.papers };
    case 'assigned':
      return { type: 'assign', turn, from: event.from, to: event.to, note: event.note };
    case 'step_completed':
      return { type: 'complete_step', turn, note: event.note };
    case 'step_returned':
      return { type: 'return_step', turn, to: event.to, reason: event.reason };
    case 'result_proposed':
      return { type: 'propose_result', turn, title: event.title, body: event.body, draft: event.draft };
    case 'rejection_proposed':
      return { type: 'propose_rejection', turn, reason: event.reason, draft: event.draft };
    case 'approved':
      return { type: 'approve', turn, document: event.document, states: statementOf(one) };
    case 'numbered': {
      const { register, number, issued_on, document } = event;
      return { type: 'number', turn, register, number, issued_on, document, states: statementOf(one) };
    }
    case 'handed_over':
      return { ...event, type: 'hand_over', turn };
    case 'copy_issued':
      return { ...event, type: 'issue_copy' };
    case 'withdrawn':
      return { type: 'withdraw', turn, reason: event.reason };
    case 'stopped':
      return { type: 'stop', turn, reason: event.reason };
    case 'payment_requested':
      return { type: 'request_payment', turn, reason: event.reason };
    case 'resumed':
      return { type: 'resume', turn, note: event.note };
    case 'noted':
      return { type: 'note', text: event.text };
    default:
      throw new Error(`the stand-in does not know ${event.type}`);
  }
}

/** The specialist proposed while the head had asked for papers from another desk. */
export function openingConflict(dossiers: Dossier[], now: Moment, desk: Desk): Conflict {
  const dossier = dossiers.find((one) => one.case.step === 'draft' && one.case.status === 'in_progress')!;
  const one = dossier.case;
  const at = now - 95 * MINUTE;
  const before = dossier.history.length;
  const turn = one.turn;
  const specialist = USERS.find((user) => user.id === one.assignee) ?? USERS[1]!;
  const reason = 'Tờ khai chưa ghi đủ thông tin hoặc chưa ký.';
  const papers = [one.papers[0]?.name ?? 'Tờ khai'];
  perform(dossier, { type: 'request_supplement', papers, counts: {}, reason }, specialist, at, 'published', desk);
  const title = 'GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN';
  const body = `Xác nhận ông/bà ${one.applicant.name} hiện chưa đăng ký kết hôn với ai.`;
  const draft = desk.document('du-thao.pdf', title, body);
  return {
    envelope: crypto.randomUUID(),
    case: one.id,
    code: one.code,
    applicant: one.applicant.name,
    command: { type: 'propose_result', turn, title, body, draft },
    by: specialist.name,
    at: at + 12 * MINUTE,
    refused_at: at + 40 * MINUTE,
    refusal: { type: 'case_moved_on', status: 'awaiting_supplement', step: 'draft', turn: one.turn },
    between: dossier.history.slice(before),
    files: [draft]
  };
}
