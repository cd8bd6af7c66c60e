/** Words for what the law knows: statuses, roles, acts, commands, events. */
import type {
  ActKind,
  ApplicantKind,
  Channel,
  HandOverMethod,
  PaymentMethod,
  Queue,
  Role,
  Status,
  StepKind,
  SyncState
} from '$lib/generated/types';
import { dong } from '../../format/text';
import type { AddendWords, CommandWords, EventWords } from '../shapes';

export const statuses: Record<Status, string> = {
  filed: 'Filed',
  accepted: 'Accepted',
  rejected: 'Not accepted',
  in_progress: 'In progress',
  awaiting_supplement: 'Waiting for papers',
  awaiting_payment: 'Waiting for fee',
  withdrawn: 'Withdrawn',
  stopped: 'Stopped',
  done: 'Result ready',
  handed_over: 'Handed over'
};

export const roles: Record<Role, string> = {
  MC: 'One-stop clerk',
  CV: 'Specialist',
  LP: 'Head of division',
  LD: 'Head of unit',
  VT: 'Records clerk',
  QT: 'Administrator'
};

export const stepKinds: Record<StepKind, string> = {
  receive: 'Reception',
  assign: 'Assignment',
  handle: 'Handling',
  draft: 'Drafting',
  review: 'Review',
  sign: 'Signature',
  number: 'Number and seal',
  hand_over: 'Hand-over'
};

export const channels: Record<Channel, string> = {
  counter: 'At the counter',
  online: 'Online',
  post: 'By post'
};

export const methods: Record<HandOverMethod, string> = {
  counter: 'At the counter',
  post: 'By public post',
  online: 'Electronic, on the portal'
};

export const payments: Record<PaymentMethod, string> = { cash: 'Cash', transfer: 'Transfer', online: 'Online' };

export const applicantKinds: Record<ApplicantKind, string> = {
  citizen: 'Citizen',
  business: 'Business',
  agency: 'State agency',
  other: 'Other body'
};

/** Cases that the agency has declined after appraisal, instead of their status. */
export const declined = { done: 'Declined', handed_over: 'Declined, handed over' };

export const queues: Record<Queue, string> = {
  mine: 'My work',
  today: 'Today',
  new: 'New',
  questions: 'To be answered',
  consultations: 'Opinions',
  waiting: 'Waiting',
  to_sign: 'To sign',
  to_number: 'To number',
  to_hand_over: 'To hand over',
  late: 'Late',
  open: 'Open',
  all: 'All'
};

export const queueHints: Record<Queue, string> = {
  mine: 'What you can take along now, most urgent first',
  today: 'Due within one working day, or sent back',
  new: 'Filed, not accepted yet',
  waiting: 'Waiting for papers from the applicant',
  questions: 'The applicant has written and waits for an answer',
  consultations:
    'Another unit’s opinion is awaited, or another unit awaits this unit’s; the first that ends comes first',
  to_sign: 'Waiting for the head’s signature',
  to_number: 'Signed, waiting for number and seal',
  to_hand_over: 'Result ready, not collected yet',
  late: 'Past the due moment',
  open: 'Everything that is not closed',
  all: 'Every case of the unit'
};

export const queueEmpty: Record<Queue, string> = {
  mine: 'Nothing is waiting for you.',
  today: 'No case is due today.',
  new: 'No newly filed cases.',
  waiting: 'No case is waiting for papers.',
  questions: 'No applicant is waiting for an answer.',
  consultations: 'No opinion is awaited.',
  to_sign: 'No result is waiting for a signature.',
  to_number: 'No result is waiting for a number.',
  to_hand_over: 'No result is waiting to be collected.',
  late: 'No case is late.',
  open: 'No case is open.',
  all: 'There are no cases yet.'
};

export const sync: Record<SyncState, string> = {
  on_this_computer: 'On this computer',
  received: 'Portal has it',
  published: 'Published',
  refused: 'Refused'
};

export const syncHints: Record<SyncState, string> = {
  on_this_computer: 'Saved on this computer; the portal has not answered yet',
  received: 'Recorded by the portal; a document is still on its way',
  published: 'The portal has everything; the citizen can see it',
  refused: 'The portal said no: see the conflict'
};

export const acts: Record<ActKind, string> = {
  accept: 'Accept',
  reject: 'Do not accept',
  request_supplement: 'Ask for papers',
  receive_supplement: 'Take papers in',
  assign: 'Assign',
  take_over: 'Take over',
  complete_step: 'Complete step',
  return_step: 'Send back',
  propose_result: 'Propose result',
  propose_rejection: 'Decline',
  approve: 'Approve and sign',
  number: 'Number and seal',
  hand_over: 'Hand over',
  withdraw: 'Withdraw',
  stop: 'Stop',
  request_payment: 'Ask for a financial duty',
  resume: 'Go on',
  extend: 'Apologise, new date',
  recall: 'Take back',
  change_variant: 'Change the variant',
  note: 'Note',
  message: 'Write to the applicant',
  correct: 'Correct',
  consult: 'Ask for an opinion',
  answer_consultation: 'Record the opinion',
  complain: 'Record a complaint',
  answer_complaint: 'Answer the complaint',
  revoke: 'Revoke the result',
  issue_copy: 'Issue copies',
  transfer: 'Send to the competent unit',
  collect_fee: 'Take fees',
  refund_fee: 'Refund'
};

export const confirms: Record<ActKind, string> = {
  accept: 'Accept and print receipt',
  reject: 'Reject and print form',
  request_supplement: 'Ask and print form',
  receive_supplement: 'Take papers in',
  assign: 'Assign',
  take_over: 'Take over',
  complete_step: 'Complete and pass on',
  return_step: 'Send back',
  propose_result: 'Propose',
  propose_rejection: 'Propose to decline',
  approve: 'Sign and pass on',
  number: 'Number and seal',
  hand_over: 'Record hand-over',
  withdraw: 'Withdraw the case',
  stop: 'Stop and print the notice',
  request_payment: 'Send the request',
  resume: 'Go on',
  extend: 'Sign the apology, set the date',
  recall: 'Take back',
  change_variant: 'Change the variant',
  note: 'Keep the note',
  message: 'Send',
  correct: 'Keep the correction',
  consult: 'Send the question',
  answer_consultation: 'Keep the opinion',
  complain: 'Record',
  answer_complaint: 'Answer',
  revoke: 'Revoke the result',
  issue_copy: 'Issue and print copies',
  transfer: 'Send on',
  collect_fee: 'Take the money and print the receipt',
  refund_fee: 'Refund'
};

export const confirmsOffline: Record<ActKind, string> = {
  accept: 'Save, print receipt, send later',
  reject: 'Save, print form, send later',
  request_supplement: 'Save, print form, send later',
  receive_supplement: 'Save, send later',
  assign: 'Save, send later',
  take_over: 'Save, send later',
  complete_step: 'Save, send later',
  return_step: 'Save, send later',
  propose_result: 'Save, send later',
  propose_rejection: 'Save, send later',
  approve: 'Sign, save, send later',
  number: 'Number, save, send later',
  hand_over: 'Save, send later',
  withdraw: 'Save, send later',
  stop: 'Save, print the notice, send later',
  request_payment: 'Save, send later',
  resume: 'Save, send later',
  extend: 'Sign, save, send later',
  recall: 'Save, send later',
  change_variant: 'Save, send later',
  note: 'Save, send later',
  message: 'Save, send later',
  correct: 'Save, send later',
  consult: 'Save, send later',
  answer_consultation: 'Save, send later',
  complain: 'Save, send later',
  answer_complaint: 'Save, send later',
  revoke: 'Save, send later',
  issue_copy: 'Save, print copies, send later',
  transfer: 'Save, send later',
  collect_fee: 'Take the money, print, send later',
  refund_fee: 'Save, send later'
};

export const actHints: Record<ActKind, (next: string | null) => string> = {
  accept: () => 'The dossier is complete and valid. The clock starts now; the applicant gets a receipt (Form 01).',
  reject: () =>
    'The application is not accepted. The applicant gets a rejection form (Form 03) that states the reason.',
  request_supplement: () => 'The clock stops until the papers come. Ask once, completely and exactly (Form 02).',
  receive_supplement: () => 'Note the copies received; the deadline is set anew by the rule of the service.',
  assign: (next) => (next ? `The person gets the case in step “${next}”.` : 'The person gets the case at once.'),
  take_over: () => 'You become the one who handles this case.',
  complete_step: (next) => (next ? `The case goes on to step “${next}”.` : 'The case goes on to the next step.'),
  return_step: () => 'The case goes back to the chosen step. A signature on its result is no longer valid.',
  propose_result: (next) => (next ? `The draft goes to step “${next}”.` : 'The draft is laid before the heads.'),
  propose_rejection: (next) =>
    `After appraisal the conditions are not met. The refusal (Form 03) goes the way of a result: signed, numbered, handed over within the time of the case${next ? `; next step “${next}”` : ''}.`,
  approve: (next) =>
    next
      ? `The document is signed with your key and goes on to step “${next}”.`
      : 'The document is signed with your key.',
  number: () => 'The document gets the next number of the register, today’s date and the unit’s digital seal.',
  hand_over: () => 'The case closes once the applicant has the result.',
  withdraw: () => 'The case closes at the applicant’s request. This cannot be undone.',
  stop: () => 'The clock stops; the case does not count as done. The applicant is told the reason.',
  request_payment: () => 'The clock stops until the applicant has met the financial duty.',
  resume: () => 'The clock goes on where it stopped: the due date moves by the pause.',
  extend: () =>
    'One new date only, at least one day before the case is due. The apology (Form 04) is signed with your key.',
  recall: () => 'The case comes back to the step that you moved it from, as long as nobody has gone on with it.',
  change_variant: () =>
    'The case follows the time limit of that variant, counted from its reception. The applicant is told the new date. Only while its time is not over.',
  message: () => 'The applicant reads it when looking up the case, and is told where there is an e-mail or a phone.',
  note: () => 'For officials of the unit only; the applicant does not see it.',
  correct: () =>
    'What was stated before stays in the history with the reason. A draft made from it must be proposed again.',
  consult: () => 'Question and time limit are recorded; the case stays with this unit.',
  answer_consultation: () => 'The answer is kept with its question.',
  complain: () => 'The complaint goes to the heads for an answer.',
  answer_complaint: () => 'The applicant reads the answer when looking up the case.',
  revoke: () => 'The issued result is no longer valid; the old document is kept.',
  issue_copy: () =>
    'How many, for whom and why goes into the register of results; then the copy is printed with its mark, to be signed and sealed. What was revoked is not copied.',
  transfer: () =>
    'The case is the other unit’s from now on; its code and date stay. Your unit can do nothing more with it.',
  collect_fee: () => 'The amount is that of the catalogue. Each fee is taken once.',
  refund_fee: () => 'The applicant gets back what was taken, with the reason.'
};

export const commands: CommandWords = {
  file: () => 'Record an application',
  receive: (command) => `Receive case ${command.code}`,
  accept: (command) => `Accept case ${command.code}`,
  reject: (command) => `Do not accept: ${command.reason}`,
  request_supplement: (command) => `Ask for ${command.papers.length} papers`,
  receive_supplement: (command) => `Take in ${command.papers.length} papers`,
  assign: (command, names) => `Assign to ${names.person(command.to)}`,
  complete_step: () => 'Complete step',
  return_step: (command, names) => `Send back to “${names.step(command.to)}”`,
  propose_result: (command) => `Propose result: ${command.title}`,
  propose_rejection: (command) => `Propose to decline: ${command.reason}`,
  approve: (command) => `Approve and sign: ${command.states.title}`,
  number: (command) => `Number ${command.number}/${command.register}: ${command.states.title}`,
  hand_over: (command) => `Hand over to ${command.to}`,
  withdraw: (command) => `Withdraw: ${command.reason}`,
  stop: (command) => `Stop: ${command.reason}`,
  request_payment: (command) => `Ask for a financial duty: ${command.reason}`,
  resume: () => 'Go on',
  extend: (command, names) => `Apologise, new date ${names.day(command.to)}`,
  recall: (command) => `Take back: ${command.reason}`,
  change_variant: (command) => `Change the variant: ${command.reason}`,
  message: (command) => `Write to the applicant: ${command.text}`,
  note: (command) => `Note: ${command.text}`,
  correct: (command) => `Correct: ${command.reason}`,
  consult: (command, names) => `Ask ${names.unit(command.unit)} for an opinion`,
  answer_consultation: (command) => `Record an opinion: ${command.answer}`,
  complain: (command) => `Record a complaint: ${command.text}`,
  answer_complaint: (command) => `Answer a complaint: ${command.answer}`,
  revoke: (command) => `Revoke the result: ${command.reason}`,
  issue_copy: (command) => `Issue ${command.copies} copies to ${command.name}`,
  transfer: (command, names) => `Send to ${names.unit(command.to)}: ${command.reason}`,
  collect_fee: (command) => `Take fees, receipt ${command.receipt}`,
  refund_fee: (command) => `Refund: ${command.reason}`
};

const some = (...lines: string[]) => lines.filter((line) => line.trim() !== '');

export const events: EventWords = {
  filed: (event) => ({
    title: event.application.channel === 'counter' ? 'Filed at the counter' : 'Filed',
    details: some(event.application.subject)
  }),
  accepted: (event, names) => ({
    title: `Accepted, due ${names.when(event.due_at)}`,
    details: some(`Case code ${event.code}`)
  }),
  rejected: (event) => ({ title: 'Not accepted', details: some(event.reason) }),
  supplement_requested: (event) => ({ title: 'Papers asked for', details: some(...event.papers, event.reason) }),
  supplement_received: (event, names) => ({
    title: 'Papers taken in',
    details: some(
      ...event.papers.map((paper) => paper.name),
      event.due_at === null ? '' : `New due moment ${names.when(event.due_at)}`
    )
  }),
  assigned: (event, names) => ({
    title:
      event.from === null
        ? `Assigned to ${names.person(event.to)}`
        : `Moved from ${names.person(event.from)} to ${names.person(event.to)}`,
    details: some(event.note)
  }),
  step_completed: (event, names) => ({
    title: `“${names.step(event.step)}” done, on to “${names.step(event.next)}”`,
    details: some(event.note)
  }),
  step_returned: (event, names) => ({
    title: `Sent back from “${names.step(event.step)}” to “${names.step(event.to)}”`,
    details: some(event.reason)
  }),
  result_proposed: (event) => ({ title: 'Draft result proposed', details: some(event.title) }),
  rejection_proposed: (event) => ({ title: 'Proposed to decline', details: some(event.reason) }),
  approved: (event) => ({ title: 'Result approved and signed', details: some(event.document.name) }),
  numbered: (event, names) => ({
    title: `${event.decision === 'declined' ? 'Declined, numbered' : 'Numbered'} ${event.number}/${event.register}, ${names.day(event.issued_on)}`,
    details: some(event.title)
  }),
  handed_over: (event) => ({
    title: `Handed over to ${event.to}`,
    details: some(methods[event.method], event.note)
  }),
  withdrawn: (event) => ({ title: 'Withdrawn', details: some(event.reason) }),
  stopped: (event) => ({ title: 'Stopped', details: some(event.reason) }),
  payment_requested: (event) => ({ title: 'A financial duty is to be met', details: some(event.reason) }),
  resumed: (event, names) => ({
    title: 'Work goes on',
    details: some(event.note, event.due_at === null ? '' : `New due time ${names.when(event.due_at)}`)
  }),
  extended: (event, names) => ({
    title: `Apology; due ${names.when(event.to)} instead of ${names.when(event.from)}`,
    details: some(event.reason)
  }),
  variant_changed: (event, names) => ({
    title: `Another variant, due ${names.when(event.due_at)}`,
    details: some(event.reason)
  }),
  recalled: (event, names) => ({
    title: `Taken back from “${names.step(event.step)}” to “${names.step(event.to)}”`,
    details: some(event.reason)
  }),
  noted: (event) => ({ title: 'Note', details: some(event.text) }),
  messaged: (event) => ({ title: 'Message with the applicant', details: some(event.text) }),
  corrected: (event) => ({
    title: 'Corrected',
    details: some(`Reason: ${event.reason}`, event.applicant.name, event.subject)
  }),
  consultation_asked: (event, names) => ({
    title: `${names.unit(event.unit)} is asked, to answer by ${names.day(event.answer_by)}`,
    details: some(event.question)
  }),
  consultation_answered: (event) => ({ title: 'The opinion has come', details: some(event.answer) }),
  complained: (event) => ({ title: 'Complaint', details: some(event.text) }),
  complaint_answered: (event) => ({
    title: event.upheld ? 'The complaint is right' : 'The complaint is not right',
    details: some(event.answer)
  }),
  revoked: (event) => ({ title: 'The result is revoked', details: some(event.reason) }),
  copy_issued: (event) => ({ title: `${event.copies} copies issued to ${event.name}`, details: some(event.reason) }),
  reopened: (event, names) => ({ title: `Drawn up anew from “${names.step(event.to)}”`, details: [] }),
  fee_collected: (event) => ({
    title: `${dong(event.lines.reduce((sum, line) => sum + line.amount, 0))} taken, receipt ${event.receipt}`,
    details: some(...event.lines.map((line) => `${line.name}: ${dong(line.amount)}`), payments[event.method])
  }),
  passed: (event, names) => ({
    title: event.wholly ? `Sent to the competent unit: ${names.unit(event.to)}` : `Goes to ${names.unit(event.to)}`,
    details: some(event.reason ?? '')
  }),
  fee_refunded: (event) => ({ title: 'Fees given back', details: some(event.reason) })
};

const hours = (minutes: number) => `${Math.floor(minutes / 60)} h ${minutes % 60} min of working time`;

export const addends: AddendWords = {
  working_days: (addend) => `The service takes ${addend.days} working days of 8 hours`,
  calendar_days: (addend) => `The service takes ${addend.days} calendar days`,
  same_day: () => 'The service is done on the day',
  after_cutoff: (addend) =>
    `Received at ${String(Math.floor(addend.cutoff / 60)).padStart(2, '0')}:${String(addend.cutoff % 60).padStart(2, '0')} or later, so the next working day counts`,
  after_hours: (addend, names) => `Received outside working hours, so counted from ${names.when(addend.counted_from)}`,
  weekend: (addend) => `${addend.days} weekend days left out`,
  holiday: (addend, names) => `Day off ${names.day(addend.day)}: ${addend.name}`,
  makeup_day: (addend, names) => `Make-up day ${names.day(addend.day)}: ${addend.name}`,
  moved_off_rest: (addend, names) => `The last day is a day of rest, so it moves to ${names.day(addend.to)}`,
  variant: (addend) => `It is the variant “${addend.name}”: ${addend.reason}`,
  restarted: (addend, names) =>
    `Counted from zero since the dossier was complete, ${names.when(addend.at)} (Decree 61/2018 Art. 19.4)`,
  paused: (addend, names) =>
    `Stood still from ${names.when(addend.from)} to ${names.when(addend.until)}: ${hours(addend.minutes)} more`,
  extended: (addend, names) =>
    `New date ${names.day(addend.to)}: ${addend.reason} (Decree 61/2018 Art. 19.9)` +
    (addend.told_late
      ? `; the portal heard of the apology on ${names.day(addend.told_late)}, not before the old date`
      : '')
};
