/** What each act's dialog collects, what of it is still missing, and the intent that it makes. */
import type {
  Act,
  ActKind,
  Applicant,
  CaseView,
  CopyRecipient,
  FeeChoice,
  FeeDue,
  FileRef,
  HandOverMethod,
  Intent,
  Paper,
  PaperCount,
  PaymentMethod
} from '$lib/generated/types';
import type { Words } from '$lib/i18n/vi';

/** Everything that a dialog can collect; each uses its part. Secrets are not among it: they are never kept. */
export interface Entries {
  reason: string;
  note: string;
  /** How many of each paper are asked for, where that is said. */
  counts: Record<string, PaperCount>;
  /** Names of papers that are asked for. */
  asked: string[];
  /** Papers that came in. */
  papers: Paper[];
  to: string;
  step: string;
  title: string;
  body: string;
  method: HandOverMethod;
  /** A day, YYYY-MM-DD. */
  date: string;
  /** What the agency's book gave a letter; empty where it is written in by hand. */
  number: string;
  unit: string;
  /** The question, complaint or payment that the act is about. */
  about: string;
  upheld: boolean;
  again: boolean;
  files: FileRef[];
  fees: FeeChoice[];
  pay: PaymentMethod;
  copies: number;
  whom: CopyRecipient;
  applicant: Applicant;
  subject: string;
  values: Record<string, string>;
}

export type DialogKind = Exclude<ActKind, 'take_over'>;

export const SIGNS: DialogKind[] = ['approve', 'number'];
/** Acts that need the secret of the signing key. */
const NEEDS_SECRET: DialogKind[] = [...SIGNS, 'extend'];

export function begin(act: Act, view: CaseView, words: Words): Entries {
  const { applicant } = view.case;
  // Of a draft that came back, what was written goes on; a "no" is worded apart from a result.
  const { proposal } = view.case;
  const drawn = proposal?.decision === 'granted' ? proposal : null;
  const declined = act.kind === 'propose_rejection' && proposal?.decision === 'declined' ? proposal.body : '';
  const request = view.case.supplements.at(-1);
  const asked = request?.papers ?? [];
  const body = words.template.body(
    view.unit.name,
    applicant.name,
    applicant.identity_number ?? '',
    applicant.address,
    view.case.subject
  );
  return {
    reason: declined,
    note: '',
    // What the service asks for and nobody handed in.
    asked: act.kind === 'request_supplement' ? missingPapers(view) : [],
    counts: {},
    papers:
      act.kind === 'receive_supplement' ? asked.map((name) => ({ ...onePaper(name), ...request?.counts?.[name] })) : [],
    to: act.kind === 'hand_over' || act.kind === 'issue_copy' ? applicant.name : '',
    step: act.targets?.[0]?.id ?? '',
    title: drawn?.title ?? words.template.title(view.service.result),
    body: drawn?.body ?? body,
    method: wishedMethod(view),
    date: '',
    number: '',
    unit: act.units?.[0]?.code ?? '',
    about: act.variants?.[0]?.id ?? aboutOf(act.kind, view)[0]?.[0] ?? '',
    upheld: false,
    again: true,
    files: [],
    fees: act.kind === 'collect_fee' ? view.fees.filter((fee) => fee.amount !== null).map(oneFee) : [],
    pay: 'cash',
    copies: 1,
    whom: 'applicant',
    applicant: { ...applicant },
    subject: view.case.subject,
    values: { ...view.case.entries } as Record<string, string>
  };
}

const missingPapers = (view: CaseView): string[] =>
  view.service.papers.filter((name) => !view.case.papers.some((paper) => paper.name === name));

/** How the applicant wants the result: by post where an address was named for it. */
export const wishedMethod = (view: CaseView): HandOverMethod =>
  view.case.send_result_to === null ? 'counter' : 'post';

/** One result of many that are handed over: as its applicant wished, unless somebody chose otherwise for all. */
export const handOverOf = (view: CaseView, to: string, chosen: HandOverMethod | null, note: string): Intent => ({
  type: 'hand_over',
  to: to.trim() || view.case.applicant.name,
  method: chosen ?? wishedMethod(view),
  note: note.trim()
});

/** What was said of papers that are still asked for. */
function saidOf(asked: string[], counts: Record<string, PaperCount>): Record<string, PaperCount> {
  const isSaid = ([name, count]: [string, PaperCount]) =>
    asked.includes(name) && count.originals + count.certified + count.photocopies > 0;
  return Object.fromEntries(Object.entries(counts).filter(isSaid));
}

/** A fee as the form of the case asks for it. */
export const oneFee = (fee: FeeDue): FeeChoice => ({
  fee: fee.code,
  quantity: fee.pieces.quantity,
  copies: fee.pieces.copies,
  waiver: null,
  reason: ''
});

/** A box that was emptied holds no number: that is none of them, which the law refuses by name. */
export const wholeFee = (choice: FeeChoice): FeeChoice => ({
  ...choice,
  quantity: Math.max(0, Math.trunc(choice.quantity ?? 0)),
  copies: Math.max(0, Math.trunc(choice.copies ?? 0))
});

/** What an act can be about: open questions, open complaints, payments; each with how it is called. */
export function aboutOf(kind: ActKind, view: CaseView): [string, string][] {
  const { consultations, complaints, payments } = view.case;
  if (kind === 'answer_consultation')
    return consultations.filter((one) => one.answer === null).map((one) => [one.id, one.question]);
  if (kind === 'answer_complaint')
    return complaints.filter((one) => one.answer === null).map((one) => [one.id, one.text]);
  if (kind === 'refund_fee') return payments.filter((one) => one.refund === null).map((one) => [one.id, one.receipt]);
  return [];
}

export const onePaper = (name: string): Paper => ({ name, originals: 1, certified: 0, photocopies: 0 });

/** The names of the entries that the act cannot do without and that are empty. */
export function missing(kind: DialogKind, entries: Entries, secret: string): (keyof Entries | 'secret')[] {
  const needs: Partial<Record<DialogKind, (keyof Entries)[]>> = {
    reject: ['reason'],
    withdraw: ['reason'],
    request_supplement: ['asked', 'reason'],
    receive_supplement: ['papers'],
    assign: ['to'],
    return_step: ['step', 'reason'],
    propose_result: ['title', 'body'],
    propose_rejection: ['reason'],
    hand_over: ['to'],
    stop: ['reason'],
    request_payment: ['reason'],
    extend: ['date', 'reason'],
    recall: ['reason'],
    change_variant: ['about', 'reason'],
    note: ['note'],
    message: ['note'],
    correct: ['subject', 'reason'],
    consult: ['unit', 'date', 'note'],
    answer_consultation: ['about', 'note'],
    complain: ['note'],
    answer_complaint: ['about', 'note'],
    revoke: ['reason'],
    issue_copy: ['to', 'reason'],
    transfer: ['unit', 'reason'],
    collect_fee: ['fees'],
    refund_fee: ['about', 'reason']
  };
  const empty = (needs[kind] ?? []).filter((name) => {
    const value = entries[name];
    return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
  });
  return NEEDS_SECRET.includes(kind) && secret === '' ? [...empty, 'secret'] : empty;
}

export function intentOf(kind: DialogKind, entries: Entries, secret: string): Intent {
  const { reason, note, asked, papers, to, step, title, body, method } = entries;
  switch (kind) {
    case 'accept':
      return { type: 'accept' };
    case 'reject':
      return { type: 'reject', reason: reason.trim() };
    case 'withdraw':
      return { type: 'withdraw', reason: reason.trim() };
    case 'request_supplement':
      return {
        type: 'request_supplement',
        papers: asked,
        counts: saidOf(asked, entries.counts),
        reason: reason.trim()
      };
    case 'receive_supplement':
      return { type: 'receive_supplement', papers };
    case 'assign':
      return { type: 'assign', to, note: note.trim() };
    case 'complete_step':
      return { type: 'complete_step', note: note.trim() };
    case 'return_step':
      return { type: 'return_step', to: step, reason: reason.trim() };
    case 'propose_result':
      return { type: 'propose_result', title: title.trim(), body: body.trim() };
    case 'propose_rejection':
      return { type: 'propose_rejection', reason: reason.trim() };
    case 'approve':
      return { type: 'approve', secret };
    case 'number':
      return { type: 'number', secret };
    case 'hand_over':
      return { type: 'hand_over', to: to.trim(), method, note: note.trim() };
    case 'stop':
    case 'request_payment':
    case 'recall':
      return { type: kind, reason: reason.trim() };
    case 'change_variant':
      return { type: kind, variant: entries.about, reason: reason.trim() };
    case 'resume':
      return { type: 'resume', note: note.trim() };
    case 'extend':
      return { type: 'extend', to: entries.date, reason: reason.trim(), number: entries.number.trim(), secret };
    case 'note':
    case 'message':
      return { type: kind, text: note.trim() };
    case 'correct': {
      const { applicant, subject, values } = entries;
      const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
      return { type: 'correct', applicant, subject: subject.trim(), entries: filled, reason: reason.trim() };
    }
    case 'consult':
      return { type: 'consult', unit: entries.unit, question: note.trim(), answer_by: entries.date };
    case 'answer_consultation':
      return { type: kind, consultation: entries.about, answer: note.trim(), files: entries.files };
    case 'complain':
      return { type: 'complain', text: note.trim() };
    case 'answer_complaint':
      return { type: kind, complaint: entries.about, answer: note.trim(), upheld: entries.upheld };
    case 'revoke':
      return { type: 'revoke', reason: reason.trim(), again: entries.again };
    case 'issue_copy':
      return { type: kind, copies: entries.copies, to: entries.whom, name: to.trim(), reason: reason.trim() };
    case 'transfer':
      return { type: 'transfer', to: entries.unit, reason: reason.trim() };
    case 'collect_fee':
      return { type: 'collect_fee', fees: entries.fees.map(wholeFee), method: entries.pay };
    case 'refund_fee':
      return { type: 'refund_fee', payment: entries.about, reason: reason.trim() };
  }
}
