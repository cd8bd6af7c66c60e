// Made from the Rust types by the test `contract`; never edited.

/**
 * A time in which somebody is away, both days included.
 */
export type Absence = { from: Date, until: Date, delegate: UserId, };

/**
 * Why somebody does not stand in for somebody.
 */
export type AbsenceRefusal = "not_of_this_unit" | "not_theirs" | "not_fit" | "days_wrong" | "overtaken";

/**
 * What was said here of somebody's absence, until the portal has taken it or a person has seen that it did not.
 */
export type AbsenceWish = { id: EnvelopeId, by: UserId, user: UserId, 
/**
 * `None` took a delegation back.
 */
absence: Absence | null, at: Moment, 
/**
 * `None`: it waits to be sent.
 */
refusal: AbsenceRefusal | null, };

/**
 * A citizen's or business's account at the portal.
 */
export type AccountId = string;

/**
 * Something that can be done with a case.
 */
export type Act = { kind: ActKind, 
/**
 * The act that takes the case along its usual path; a list has at most one.
 */
main: boolean, 
/**
 * People that can be named, with how they are called.
 */
candidates?: Array<Candidate>, 
/**
 * Steps that the case can go back to, nearest first.
 */
targets?: Array<Target>, 
/**
 * Where the case goes next.
 */
next?: Target, 
/**
 * The book in which the result is numbered.
 */
register?: RegisterBook, 
/**
 * Variants of the service that the case can turn out to be.
 */
variants?: Array<OtherVariant>, 
/**
 * Units that the case can go to.
 */
units?: Array<Destination>, 
/**
 * The last day on which it is to be done; afterwards it still can be, and the person is told.
 */
until?: Date, };

/**
 * The acts on a case that exists, one for each command.
 */
export type ActKind = "accept" | "reject" | "request_supplement" | "receive_supplement" | "assign" | "take_over" | "complete_step" | "return_step" | "propose_result" | "propose_rejection" | "approve" | "number" | "hand_over" | "withdraw" | "stop" | "request_payment" | "resume" | "extend" | "recall" | "change_variant" | "note" | "message" | "correct" | "consult" | "answer_consultation" | "complain" | "answer_complaint" | "revoke" | "issue_copy" | "transfer" | "collect_fee" | "refund_fee";

/**
 * An act that a person asks for. The desk adds what a person does not type: codes, numbers, rendered and signed
 * documents, identity and time.
 */
export type ActRequest = { 
/**
 * `None` for a new case.
 */
case: CaseId | null, 
/**
 * The turn of the case that the person saw.
 */
turn: number, intent: Intent, };

/**
 * Who acts.
 */
export type Actor = { "kind": "official", "id": UserId } | { "kind": "citizen", "id": AccountId } | { "kind": "portal" };

/**
 * One reason why the due moment is where it is.
 */
export type Addend = { "type": "working_days", days: number, } | { "type": "calendar_days", days: number, } | { "type": "same_day" } | { "type": "after_cutoff", cutoff: number, } | { "type": "after_hours", counted_from: Moment, } | { "type": "weekend", days: number, } | { "type": "holiday", day: Date, name: string, } | { "type": "makeup_day", day: Date, name: string, } | { "type": "moved_off_rest", to: Date, } | { "type": "variant", name: string, reason: string, } | { "type": "restarted", at: Moment, } | { "type": "paused", from: Moment, until: Moment, minutes: number, } | { "type": "extended", to: Date, reason: string, 
/**
 * The day on which the applicant could be told, where that was not before the old date.
 */
told_late?: Date, };

/**
 * An agency by the sum of its indices.
 */
export type AgencyClass = "excellent" | "good" | "fair" | "average" | "weak";

/**
 * What the portal's answer said.
 */
export type AnswerRead = { number: number, accepted: number, refused: number, 
/**
 * Documents that the portal holds now.
 */
documents: number, 
/**
 * Entries of the unit's log that came along.
 */
entries: number, 
/**
 * Entries still to come: with the next bundle, or with the line.
 */
behind: number, 
/**
 * The portal's time up to which the mirror is confirmed now.
 */
as_of: Moment, };

/**
 * The person or body in whose name the case is (chủ hồ sơ).
 */
export type Applicant = { kind: ApplicantKind, name: string, 
/**
 * Number of the identity card, passport, or the tax code of a business.
 */
identity_number?: string, birth_date?: Date, address: string, phone: string, email?: string, };

/**
 * Kinds of applicants, by the numbers of the national portal (LoaiDoiTuong 1-4).
 */
export type ApplicantKind = "citizen" | "business" | "agency" | "other";

/**
 * What an applicant asks for: the same at the counter and online.
 */
export type Application = { 
/**
 * The competent unit.
 */
unit: UnitCode, 
/**
 * The one-stop shop that takes it in for the competent unit (phi địa giới hành chính).
 */
received_by?: UnitCode, service: ServiceCode, channel: Channel, applicant: Applicant, 
/**
 * Who brings the case in, when it is not the applicant (người nộp, người được ủy quyền).
 */
submitter?: string, 
/**
 * Others who ask for the same together with the applicant.
 */
co_applicants?: Array<Applicant>, 
/**
 * What is asked for, in a sentence (trích yếu).
 */
subject: string, papers: Array<Paper>, 
/**
 * Values of the service's form by entry name.
 */
entries: { [key in string]: string }, 
/**
 * The address that the result is to be sent to by post (trả kết quả qua dịch vụ bưu chính); none where it is fetched.
 */
send_result_to?: string, };

/**
 * The head's signature on the result.
 */
export type Approval = { by: Actor, at: Moment, document: FileRef, };

/**
 * An entry that is asked, with what is wrong with its value.
 */
export type AskedEntry = { entry: FormEntry, 
/**
 * What can be chosen; empty where it is written.
 */
options: Array<string>, 
/**
 * Nothing is taken in without it.
 */
needed: boolean, problem: EntryProblem | null, };

/**
 * A part of the answer, the latest first.
 */
export type Audit = { entries: Array<AuditEntry>, next: AuditPlace | null, books: AuditBooks, };

/**
 * How far the books of the unit's desks are known here.
 */
export type AuditBooks = { 
/**
 * The portal's time up to which the books of the other desks are here; `None` before they ever were.
 */
as_of: Moment | null, 
/**
 * Entries of this desk's book that the portal does not have yet.
 */
waiting: number, };

/**
 * Who did what.
 */
export type AuditEntry = { 
/**
 * By the clock where it was done.
 */
at: Moment, 
/**
 * When it reached the portal; `None` while it has not.
 */
arrived_at: Moment | null, 
/**
 * The name of the other desk at which somebody was there or looked; `None` for this desk, and for acts.
 */
desk: string | null, by: Actor, what: AuditWhat, case: CaseId | null, code: CaseCode | null, applicant: string, 
/**
 * Names of the steps that the act mentions.
 */
steps: { [key in string]: string }, };

/**
 * A place in a source, with its time.
 */
export type AuditMark = { at: Moment, place: number, };

/**
 * Where each of the three sources goes on: the log, the book of this desk, those of the other desks.
 */
export type AuditPlace = { acts: AuditMark, here: AuditMark, elsewhere: AuditMark, };

/**
 * Asks who did what, and who looked at what.
 */
export type AuditRequest = { from: Date, to: Date, who: UserId | null, 
/**
 * Part of a case's code or of its applicant's name; empty: every case.
 */
case: string, sort: AuditSort, 
/**
 * Where the part before ended.
 */
after: AuditPlace | null, };

/**
 * What is asked for.
 */
export type AuditSort = "all" | "acts" | "looks";

/**
 * What was done.
 */
export type AuditWhat = { "type": "done", event: Event, } | { "type": "opened" } | { "type": "signed_in" } | { "type": "reset", user: UserId, };

/**
 * A line of the tracking book (Form 06 of 2018, 07 of 2025).
 */
export type BookRow = { 
/**
 * The unit that it came from, where it was accepted elsewhere.
 */
came_from: string | null, 
/**
 * The unit that it went to.
 */
passed_to: string | null, 
/**
 * Continuous from 1 within the year.
 */
ordinal: number, code: string, service: string, applicant: string, contact: string, received_at: Moment, due_at: Moment | null, handed_over_at: Moment | null, method: HandOverMethod | null, 
/**
 * What it was rejected, declined or withdrawn for.
 */
note: string, 
/**
 * The agency said no after appraisal.
 */
is_declined: boolean, };

/**
 * Another way on from a step.
 */
export type Branch = { when: Array<Condition>, to: StepId, };

/**
 * Which way a bundle goes.
 */
export type BundleKind = "acts" | "answer";

/**
 * What anybody reads on a file.
 */
export type BundleLabel = { kind: BundleKind, unit: UnitCode, unit_name: string, number: number, made_at: Moment, fingerprint: string, 
/**
 * Of this very desk.
 */
own: boolean, };

/**
 * Why a bundle is not written, not taken in, or not read.
 */
export type BundleRefusal = { "type": "forbidden", unit: UnitCode, } | { "type": "key_not_told" } | { "type": "nothing_waits" } | { "type": "not_a_bundle" } | { "type": "is_an_answer" } | { "type": "is_no_answer" } | { "type": "other_portal" } | { "type": "other_desk" } | { "type": "damaged" } | { "type": "too_new" } | { "type": "unknown_desk" } | { "type": "revoked" } | { "type": "read_before" } | { "type": "older" } | { "type": "too_large" };

/**
 * Whether bundles can be written here now, and those that were.
 */
export type Bundles = { 
/**
 * The unit's rules allow it.
 */
allowed: boolean, 
/**
 * The portal knows this desk's key.
 */
ready: boolean, 
/**
 * Acts and documents that wait to be sent.
 */
acts: number, documents: number, 
/**
 * The latest first.
 */
written: Array<WrittenBundle>, };

/**
 * Somebody that a case can be given to.
 */
export type Candidate = { id: UserId, name: string, title: string, };

/**
 * A dossier.
 */
export type Case = { id: CaseId, 
/**
 * Events folded so far.
 */
version: number, 
/**
 * Another one whenever the case moves to another status or step; commands name the turn that they were given for.
 */
turn: number, code: CaseCode | null, edition: EditionId, 
/**
 * The competent unit: it answers for the case, its deadline and its result.
 */
unit: UnitCode, 
/**
 * The unit where the case lies now: the competent one, or one that carries out a step of a linked procedure.
 */
at: UnitCode, 
/**
 * The one-stop shop that took it in for the competent unit (tiếp nhận phi địa giới hành chính).
 */
received_by: UnitCode | null, 
/**
 * Units with a part in the case: each has its whole history in its own log.
 */
involved: Array<UnitCode>, 
/**
 * Units that answered for it before, from its acceptance on, in order.
 */
former: Array<Tenure>, 
/**
 * Who works on it in units where it does not lie now.
 */
waiting_with: { [key in UnitCode]: UserId }, service: ServiceCode, channel: Channel, applicant: Applicant, submitter: string | null, co_applicants: Array<Applicant>, subject: string, papers: Array<Paper>, entries: { [key in string]: string }, 
/**
 * The address that the result is to be sent to by post; `None` where it is fetched.
 */
send_result_to: string | null, 
/**
 * Who filed it: only this account may withdraw it online.
 */
filed_by: Actor, filed_at: Moment, status: Status, 
/**
 * The variant of the service, known from acceptance on.
 */
variant: VariantId | null, 
/**
 * Why it turned out to be that variant, where it did not begin as it.
 */
variant_change: VariantChange | null, step: StepId | null, step_due_at: Moment | null, 
/**
 * When the case came into its step.
 */
step_since: Moment | null, 
/**
 * Steps that were left, in order, with the time that they took.
 */
stages: Array<Stage>, 
/**
 * The last move along the path, as long as it can be taken back.
 */
last_move: Move | null, assignee: UserId | null, accepted_at: Moment | null, 
/**
 * Who took it in.
 */
accepted_by: Actor | null, due_at: Moment | null, supplements: Array<SupplementRequest>, 
/**
 * Stops and financial duties, in order.
 */
halts: Array<Halt>, extension: Extension | null, notes: Array<Note>, 
/**
 * What the agency and the applicant wrote each other, in order.
 */
messages: Array<Message>, consultations: Array<Consultation>, complaints: Array<Complaint>, payments: Array<Payment>, proposal: Proposal | null, approval: Approval | null, deliverable: Deliverable | null, 
/**
 * Results that were issued and revoked before, in order.
 */
revoked: Array<Deliverable>, hand_over: HandOver | null, 
/**
 * Why it was rejected, declined or withdrawn.
 */
closing_reason: string | null, 
/**
 * Who rejected it, or recorded that it was withdrawn.
 */
closed_by: Actor | null, 
/**
 * When work on it ended: rejected, withdrawn, or numbered.
 */
finished_at: Moment | null, changed_at: Moment, };

/**
 * The printed number of a case (mã số hồ sơ), `000.00.04.H40-230414-0002`: unit, day of reception, number of that
 * day. Circular 01/2018 Art. 19.
 */
export type CaseCode = string;

/**
 * A case, for ever; made where the case is first written down, never used for order.
 */
export type CaseId = string;

/**
 * A part of a queue, and the counts of all queues.
 */
export type CaseList = { rows: Array<CaseRow>, next: ListPlace | null, 
/**
 * How many the search finds; nothing beside a queue.
 */
finds?: Finds, 
/**
 * Of all queues; empty beside the finds of a search, and beside what follows a list's beginning.
 */
counts: Array<QueueCount>, 
/**
 * The portal's time up to which the mirror is confirmed; `None` before the first synchronisation.
 */
as_of: Moment | null, };

/**
 * One line of a list.
 */
export type CaseRow = { id: CaseId, code: CaseCode | null, applicant: string, service_name: string, status: Status, step_name: string | null, due_at: Moment | null, 
/**
 * How far away that is, while the clock of the case runs.
 */
left: Left | null, 
/**
 * Who has it; names are not told apart by how they are written.
 */
assignee: UserId | null, assignee_name: string | null, 
/**
 * The agency said no after appraisal.
 */
is_declined: boolean, 
/**
 * The last moment at which the next opinion that is awaited is in time.
 */
answer_by: Moment | null, changed_at: Moment, sync: SyncState, 
/**
 * Where the words of a search stand that are in no column: a piece of a paper's name, a note, a message, an address.
 */
found?: Found, };

/**
 * A case with everything that its screen shows.
 */
export type CaseView = { case: Case, 
/**
 * Place in the unit's log up to which this view is confirmed; sent back with an act.
 */
seen: number, service: Service, unit: Unit, steps: Array<Step>, 
/**
 * Numbers of the forms of the edition under which the case was received.
 */
form_numbers: { [key in Form]?: number }, acts: Array<Act>, deadline: Deadline | null, 
/**
 * How far away the due moments of the case and of its step are, while its clock runs.
 */
left: Left | null, step_left: Left | null, 
/**
 * What is still to be paid.
 */
fees: Array<FeeDue>, history: Array<HistoryEntry>, conflicts: Array<Conflict>, 
/**
 * Names of the people that the case and its history mention.
 */
people: { [key in string]: string }, 
/**
 * Documents whose bytes are on this computer.
 */
files_here: Array<Digest>, 
/**
 * Documents whose bytes the portal does not have yet.
 */
files_on_their_way: Array<Digest>, sync: SyncState, };

/**
 * A line of the cash desk: one payment or one refund.
 */
export type CashRow = { case: CaseId, receipt: string, at: Moment, by: Actor, applicant: string, items: string, method: PaymentMethod, 
/**
 * Đồng; negative for a refund.
 */
amount: number, };

/**
 * What one person took and gave back in one way: what has to lie in their drawer, or stand on the account.
 */
export type CashSum = { method: PaymentMethod, by: Actor, 
/**
 * Payments and refunds.
 */
lines: number, 
/**
 * Đồng.
 */
amount: number, };

/**
 * How a case came, by the numbers of the national portal (KenhThucHien).
 */
export type Channel = "counter" | "online" | "post";

/**
 * Everything that can be asked of the law.
 */
export type Command = { "type": "file", application: Application, } | { "type": "receive", application: Application, code: CaseCode, } | { "type": "accept", turn: number, code: CaseCode, } | { "type": "reject", turn: number, reason: string, } | { "type": "request_supplement", turn: number, papers: Array<string>, 
/**
 * How many of each paper are wanted, where the form says so.
 */
counts?: { [key in string]: PaperCount }, reason: string, } | { "type": "receive_supplement", turn: number, papers: Array<Paper>, } | { "type": "assign", turn: number, from: UserId | null, to: UserId, note: string, } | { "type": "complete_step", turn: number, note: string, } | { "type": "return_step", turn: number, to: StepId, reason: string, } | { "type": "propose_result", turn: number, title: string, body: string, draft: FileRef, } | { "type": "propose_rejection", turn: number, reason: string, draft: FileRef, } | { "type": "approve", turn: number, document: FileRef, states: Statement, } | { "type": "number", turn: number, register: RegisterBook, number: number, issued_on: Date, document: FileRef, states: Statement, } | { "type": "hand_over", turn: number, to: string, method: HandOverMethod, note: string, 
/**
 * The slip that whoever took the result signed at the counter, on the screen; `None` where paper was signed.
 */
signature?: FileRef, } | { "type": "withdraw", turn: number, reason: string, } | { "type": "stop", turn: number, reason: string, } | { "type": "request_payment", turn: number, reason: string, } | { "type": "resume", turn: number, note: string, } | { "type": "extend", turn: number, to: Date, reason: string, document: FileRef, } | { "type": "change_variant", turn: number, variant: VariantId, reason: string, } | { "type": "recall", turn: number, reason: string, } | { "type": "note", text: string, } | { "type": "message", text: string, } | { "type": "correct", turn: number, applicant: Applicant, subject: string, entries: { [key in string]: string }, reason: string, } | { "type": "consult", turn: number, unit: UnitCode, question: string, answer_by: Date, } | { "type": "answer_consultation", consultation: EnvelopeId, answer: string, files?: Array<FileRef>, } | { "type": "complain", text: string, } | { "type": "answer_complaint", complaint: EnvelopeId, answer: string, upheld: boolean, } | { "type": "revoke", turn: number, reason: string, again: boolean, } | { "type": "issue_copy", document: Digest, copies: number, to: CopyRecipient, name: string, reason: string, } | { "type": "transfer", turn: number, to: UnitCode, reason: string, } | { "type": "collect_fee", receipt: string, lines: Array<FeeLine>, method: PaymentMethod, } | { "type": "refund_fee", payment: EnvelopeId, reason: string, };

/**
 * A complaint, and what the head said to it.
 */
export type Complaint = { id: EnvelopeId, by: Actor, at: Moment, text: string, answer: ComplaintAnswer | null, };

/**
 * The head's answer to a complaint.
 */
export type ComplaintAnswer = { by: Actor, at: Moment, text: string, upheld: boolean, };

/**
 * Something that a case may meet or not: what variants and branches hang on.
 */
export type Condition = { "channel": Channel } | { "applicant": ApplicantKind } | { "entry_is": { entry: string, value: string, } } | { "entry_filled": { entry: string, } } | { "entry_at_least": { entry: string, number: number, } } | { "not": Condition };

/**
 * A refused command with everything that was in it, until a person closes it.
 */
export type Conflict = { envelope: EnvelopeId, case: CaseId, code: CaseCode | null, applicant: string, command: Command, by: string, at: Moment, refused_at: Moment, refusal: Refusal, 
/**
 * What happened at the portal between the view that was decided on and the refusal.
 */
between: Array<HistoryEntry>, files: Array<FileRef>, };

/**
 * Facts about the line to the portal.
 */
export type Connection = { line: Line, 
/**
 * Since when the line is as it is.
 */
since: Moment, last_contact_at: Moment | null, outbox: number, files_waiting: number, conflicts: number, 
/**
 * Case numbers that this desk still has for today.
 */
codes_left: number, 
/**
 * They are few; without a line people have to know.
 */
codes_low: boolean, 
/**
 * The portal's time up to which the mirror is confirmed.
 */
mirror_as_of: Moment | null, 
/**
 * Whether everything that the portal holds for this unit is in the mirror.
 */
complete: boolean, 
/**
 * Entries of the log still to come, while the mirror fills.
 */
behind: number, };

/**
 * A question to another unit. Decree 61/2018 Art. 19.5.
 */
export type Consultation = { id: EnvelopeId, by: Actor, at: Moment, unit: UnitCode, question: string, answer_by: Date, answer: ConsultationAnswer | null, };

/**
 * What the other unit said.
 */
export type ConsultationAnswer = { by: Actor, at: Moment, text: string, files: Array<FileRef>, };

/**
 * Certified copies that were given out at once.
 */
export type CopyIssue = { id: EnvelopeId, by: Actor, at: Moment, copies: number, to: CopyRecipient, name: string, reason: string, };

/**
 * Whom a certified copy is for.
 */
export type CopyRecipient = "applicant" | "authorised" | "unit";

/**
 * Cases that the reports count for a period.
 */
export type Counted = { period: Period, what: CountedAs, };

/**
 * As what they are counted.
 */
export type CountedAs = "received" | "done";

/**
 * A civil day, written `YYYY-MM-DD`.
 */
export type Date = string;

/**
 * What is due on a day, by who works on it.
 */
export type DayLoad = { day: Date, officers: Array<GroupCount>, };

/**
 * A due moment with the addends that lead to it.
 */
export type Deadline = { from: Moment, due_at: Moment, addends: Array<Addend>, };

/**
 * How the agency decides: it grants what was asked for, or declines it (Form 03). Both are results: signed, numbered,
 * handed over, and done on their time (Decree 61/2018 Art. 19.8).
 */
export type Decision = "granted" | "declined";

/**
 * Quality indices of Circular 01/2018 Art. 13 that follow from no case: the unit's own finding, 0 to 2 points each.
 */
export type DeclaredIndices = { 
/**
 * 5: organisation of the one-stop shop.
 */
organisation?: number | null, 
/**
 * 6: publication of the procedures.
 */
publication?: number | null, 
/**
 * 8: handling of complaints within their time.
 */
complaints?: number | null, };

/**
 * The issued result document.
 */
export type Deliverable = { 
/**
 * The unit in whose book it stands.
 */
unit: UnitCode, register: RegisterBook, number: number, decision: Decision, issued_on: Date, 
/**
 * Who gave it its number.
 */
by: Actor, 
/**
 * Whose signature it carries.
 */
signed_by: Actor | null, at: Moment, title: string, document: FileRef, 
/**
 * The last day on which it is valid.
 */
expires_on: Date | null, revocation: Revocation | null, 
/**
 * Certified copies that were given out, in order.
 */
copies: Array<CopyIssue>, };

/**
 * An enrolled desk, as the sign-in screen shows it before anything is unlocked.
 */
export type DeskInfo = { unit: UnitCode, unit_name: string, sample: boolean, 
/**
 * A desk to learn on: nothing of it reaches anybody.
 */
practice: boolean, users: Array<DeskUser>, };

/**
 * Somebody who can sign in at a desk.
 */
export type DeskUser = { id: UserId, name: string, title: string, roles: Array<Role>, };

/**
 * A unit that a case can go to.
 */
export type Destination = { code: UnitCode, name: string, };

/**
 * SHA-256 of a document's bytes, lower-case hexadecimal: a document's only name.
 */
export type Digest = string;

/**
 * What can be said of one signature on a document without a network: whom to trust is not among it.
 */
export type DocumentSignature = { 
/**
 * Name in the certificate; empty where it cannot be read.
 */
signer: string, 
/**
 * As the signer's machine claims it.
 */
claimed_at: Moment | null, 
/**
 * Whether it covers every byte of the file.
 */
covers_whole_file: boolean, 
/**
 * Whether what it covers is what was signed, with the key of the certificate.
 */
is_right: boolean, };

/**
 * The signatures of a document in the order in which they were made; `None` where it is no PDF.
 */
export type DocumentSignatures = { signatures: Array<DocumentSignature> | null, };

/**
 * A text being typed, saved every second, by person.
 */
export type Draft = { 
/**
 * Which box of which dialog: `case id/act kind` or `receive`.
 */
key: string, 
/**
 * JSON of the dialog's entries.
 */
content: string, saved_at: Moment, };

/**
 * A dated edition of the catalogue.
 */
export type EditionId = string;

/**
 * What may be written into an entry.
 */
export type EntryKind = "line" | "text" | { "number": { least?: number, most?: number, } } | "money" | "day" | { "choice": Array<string> } | "yes_no" | "identity_number" | "phone";

/**
 * Why a value cannot be taken.
 */
export type EntryProblem = "missing" | "malformed";

/**
 * One command on its way; the portal answers the same id the same way, however often it comes.
 */
export type EnvelopeId = string;

/**
 * Everything that can have happened to a case.
 */
export type Event = { "type": "filed", edition: EditionId, application: Application, } | { "type": "accepted", code: CaseCode, due_at: Moment, step: StepId, step_due_at: Moment, 
/**
 * The variant of the service that the entries choose.
 */
variant?: VariantId, } | { "type": "rejected", reason: string, } | { "type": "supplement_requested", papers: Array<string>, 
/**
 * How many of each paper are wanted, where the form says so.
 */
counts?: { [key in string]: PaperCount }, reason: string, } | { "type": "supplement_received", papers: Array<Paper>, due_at: Moment | null, step_due_at: Moment | null, } | { "type": "assigned", from: UserId | null, to: UserId, note: string, } | { "type": "step_completed", step: StepId, next: StepId, step_due_at: Moment, note: string, } | { "type": "step_returned", step: StepId, to: StepId, step_due_at: Moment, reason: string, } | { "type": "result_proposed", title: string, body: string, draft: FileRef, } | { "type": "rejection_proposed", title: string, reason: string, draft: FileRef, } | { "type": "approved", document: FileRef, } | { "type": "numbered", register: RegisterBook, number: number, issued_on: Date, title: string, document: FileRef, 
/**
 * The last day on which the result is valid, where the service says how long.
 */
expires_on?: Date, 
/**
 * A "no" after appraisal is a result, too.
 */
decision?: Decision, } | { "type": "handed_over", to: string, method: HandOverMethod, note: string, signature?: FileRef, } | { "type": "withdrawn", reason: string, } | { "type": "stopped", reason: string, } | { "type": "payment_requested", reason: string, } | { "type": "resumed", note: string, due_at: Moment | null, step_due_at: Moment | null, } | { "type": "extended", from: Moment, to: Moment, step_due_at?: Moment, reason: string, document: FileRef, } | { "type": "variant_changed", variant: VariantId, due_at: Moment, step_due_at: Moment, reason: string, } | { "type": "recalled", step: StepId, to: StepId, step_due_at: Moment, reason: string, } | { "type": "noted", text: string, } | { "type": "messaged", text: string, } | { "type": "corrected", applicant: Applicant, subject: string, entries: { [key in string]: string }, reason: string, } | { "type": "consultation_asked", unit: UnitCode, question: string, answer_by: Date, } | { "type": "consultation_answered", consultation: EnvelopeId, answer: string, files: Array<FileRef>, } | { "type": "complained", text: string, } | { "type": "complaint_answered", complaint: EnvelopeId, answer: string, upheld: boolean, } | { "type": "revoked", reason: string, } | { "type": "copy_issued", document: Digest, copies: number, to: CopyRecipient, name: string, reason: string, } | { "type": "reopened", to: StepId, step_due_at: Moment, } | { "type": "passed", to: UnitCode, wholly: boolean, reason?: string, } | { "type": "fee_collected", receipt: string, lines: Array<FeeLine>, method: PaymentMethod, 
/**
 * The unit whose cash desk took it, where it is not the one that answers for the case.
 */
unit?: UnitCode, } | { "type": "fee_refunded", payment: EnvelopeId, reason: string, };

/**
 * The one new date of a case. Decree 61/2018 Art. 19.9.
 */
export type Extension = { by: Actor, at: Moment, 
/**
 * When the portal heard of it, and could tell the applicant: the legal time.
 */
told_at: Moment, from: Moment, to: Moment, reason: string, document: FileRef, };

/**
 * Why something that was asked of the desk did not happen; the window explains it by `type`.
 */
export type Failure = { "type": "refused", refusal: Refusal, } | { "type": "wrong_secret" } | { "type": "wrong_key_secret" } | { "type": "no_signing_key" } | { "type": "certificate_not_valid" } | { "type": "no_line" } | { "type": "absence_not_allowed", why: AbsenceRefusal, } | { "type": "wrong_code" } | { "type": "too_many_attempts", seconds: number, } | { "type": "no_block_left" } | { "type": "address_not_safe" } | { "type": "not_sent_yet" } | { "type": "register_taken", holder: string, } | { "type": "signed_out" } | { "type": "for_heads_only" } | { "type": "pin_too_short" } | { "type": "not_of_this_desk" } | { "type": "file_not_here" } | { "type": "file_unreadable", reason: string, } | { "type": "lane_held" } | { "type": "bundle", why: BundleRefusal, } | { "type": "not_saved" } | { "type": "internal", trace: string, };

/**
 * One fee of a service.
 */
export type Fee = { code: string, name: string, amount: FeeAmount, 
/**
 * The entry of the form that states how many pieces are wanted, where it is taken by the piece.
 */
pieces?: string, 
/**
 * The entry of the form that states how many copies of so many pieces each are wanted, where pieces have tiers.
 */
copies?: string, 
/**
 * Who pays less or nothing, in percent of the amount that is waived.
 */
waivers: Array<Waiver>, };

/**
 * How much a fee is.
 */
export type FeeAmount = { "fixed": number } | { "each": number } | { "tiers": { 
/**
 * Each from a piece on, counted from 1; the first one begins there.
 */
tiers: Array<Tier>, 
/**
 * Đồng that one copy costs at most.
 */
most?: number | null, } } | { "share": { entry: string, per_ten_thousand: number, least: number, most: number, } };

/**
 * A fee that is taken: the desk works out the amount.
 */
export type FeeChoice = { fee: string, quantity: number, 
/**
 * Copies of so many pieces each.
 */
copies: number, waiver: string | null, reason: string, };

/**
 * A fee of the service that is not paid yet, with what each waiver would make of it.
 */
export type FeeDue = { code: string, name: string, 
/**
 * Taken by the piece.
 */
each: boolean, 
/**
 * Taken by the piece of each copy: several documents, each with its own, may stand on one receipt.
 */
by_document: boolean, 
/**
 * How many the form asks for; one where it does not say.
 */
pieces: Pieces, 
/**
 * Whether the form says so: what hangs on pieces that nobody counted is not known yet.
 */
stated: boolean, 
/**
 * Đồng for that many; `None` where the entry that it hangs on is missing.
 */
amount: number | null, waivers: Array<WaiverDue>, };

/**
 * One line of a fee receipt.
 */
export type FeeLine = { fee: string, name: string, quantity: number, 
/**
 * Copies of so many pieces each; one but where pieces have tiers.
 */
copies?: number, 
/**
 * Code of the waiver that was granted, with the reason in words.
 */
waiver?: string, reason?: string, 
/**
 * Đồng.
 */
amount: number, };

/**
 * The code of a field of administration (mã lĩnh vực).
 */
export type FieldCode = string;

/**
 * A document by its digest, with what is needed to show it. The bytes travel apart from decisions.
 */
export type FileRef = { digest: Digest, name: string, media_type: string, size: number, };

/**
 * Conditions on the cases of a list; what is not given is not asked.
 */
export type Filter = { 
/**
 * Due on this day or later.
 */
due_from?: Date, 
/**
 * Due on this day or before.
 */
due_until?: Date, services?: Array<ServiceCode>, 
/**
 * One of those who work on it; an empty name stands for nobody.
 */
officers?: Array<UserId>, statuses?: Array<Status>, 
/**
 * Running, and past its due moment.
 */
late?: boolean, 
/**
 * Running, and due within one working day or past it.
 */
today?: boolean, channel?: Channel, 
/**
 * Only what a report counts so for a period.
 */
counted?: Counted, 
/**
 * How the agency decided, of cases whose result is issued.
 */
decision?: Decision, 
/**
 * Of cases with a fee: those that were paid, or those that were not.
 */
paid?: boolean, 
/**
 * Only cases whose clock runs.
 */
running?: boolean, 
/**
 * Of this person or body alone, by exactly this number; as a search it looks into every queue.
 */
identity?: string, };

/**
 * How many cases a search finds, whatever of them is shown.
 */
export type Finds = { count: number, 
/**
 * There are more than that; nobody counts on.
 */
more: boolean, };

/**
 * Forms and books of the one-stop shop.
 */
export type Form = "receipt" | "supplement_slip" | "rejection_slip" | "apology" | "stop_notice" | "control_slip" | "tracking_book";

/**
 * One thing that the form of a service asks for.
 */
export type FormEntry = { 
/**
 * What it is called: also the key of its value among the entries of a case.
 */
name: string, kind?: EntryKind, needed?: Needed, 
/**
 * The heading above it; with those before it where nothing is said.
 */
section?: string, 
/**
 * A word of help, such as where the applicant finds it.
 */
hint?: string, 
/**
 * It is asked only where all of them hold.
 */
when?: Array<Condition>, };

/**
 * The entries of a service's form as somebody is filling them in.
 */
export type FormRequest = { service: ServiceCode, 
/**
 * The edition of the case that is corrected; `None` for a new application.
 */
edition: EditionId | null, channel: Channel, applicant: ApplicantKind, entries: { [key in string]: string }, };

/**
 * What a search found beside the columns of a list.
 */
export type Found = { place: FoundIn, text: string, };

/**
 * Where it stands.
 */
export type FoundIn = "identity" | "phone" | "address" | "subject" | "submitter" | "paper" | "note" | "message";

/**
 * One group: the name of a service, the number of a status, who works on it, or a day; empty for nobody and for no day.
 */
export type Group = { by: GroupBy, key: string, };

/**
 * What a list can be grouped by.
 */
export type GroupBy = "service" | "status" | "owner" | "due";

/**
 * A group with the number of all of its cases.
 */
export type GroupCount = { key: string, 
/**
 * How somebody is called; empty where the key says it.
 */
name: string, count: number, };

/**
 * Asks for the groups of a queue.
 */
export type GroupsRequest = { queue: Queue, 
/**
 * Only cases that meet all of these.
 */
filter?: Filter, by: GroupBy, };

/**
 * A time in which work stood still.
 */
export type Halt = { kind: HaltKind, by: Actor, since: Moment, reason: string, until: Moment | null, 
/**
 * Whether the clock ran when it began.
 */
clock_ran: boolean, };

/**
 * Why work on a case stands still.
 */
export type HaltKind = "stop" | "payment";

/**
 * The applicant got the result.
 */
export type HandOver = { to: string, method: HandOverMethod, at: Moment, by: Actor, note: string, 
/**
 * The slip that was signed on the screen.
 */
signature?: FileRef, };

/**
 * How a result reaches the applicant.
 */
export type HandOverMethod = "counter" | "post" | "online";

/**
 * One line of a case's history.
 */
export type HistoryEntry = { envelope: EnvelopeId, event: Event, by: string, 
/**
 * When it was done, by the clock where it was done.
 */
at: Moment, 
/**
 * When it reached the portal; `None` while it has not.
 */
arrived_at: Moment | null, sync: SyncState, };

/**
 * A sheet of applications, looked at before anything is received.
 */
export type ImportPreview = { 
/**
 * Columns that were understood, by the names in the sheet.
 */
columns: Array<string>, 
/**
 * Columns that were not, and are left out.
 */
ignored: Array<string>, rows: Array<ImportRow>, 
/**
 * Lines beyond those that are taken at once: not read.
 */
left_out: number, };

/**
 * What is wrong with a cell.
 */
export type ImportProblem = { "type": "missing", column: string, } | { "type": "unknown_service", text: string, } | { "type": "unknown_kind", text: string, } | { "type": "not_a_day", text: string, } | { "type": "unknown_paper", text: string, } | { "type": "malformed", column: string, text: string, } | { "type": "twice", line: number, };

/**
 * A line of such a sheet.
 */
export type ImportRow = { 
/**
 * As the spreadsheet counts, the header is 1.
 */
line: number, 
/**
 * The applicant as written, for the person to recognise the line.
 */
name: string, 
/**
 * What would be received; `None` where something is wrong.
 */
application: Application | null, problems: Array<ImportProblem>, 
/**
 * Codes of cases of the same person for the same service that this desk has open: the line may have been received.
 */
known: Array<string>, };

/**
 * The indices in their order, 1 to 9, in tenths of a point (0 to 20); `None` where nothing tells it.
 */
export type Indices = { tenths: [number | null, number | null, number | null, number | null, number | null, number | null, number | null, number | null, number | null], 
/**
 * Finished cases that the means are taken over.
 */
cases: number, 
/**
 * Only where all nine are known.
 */
class: AgencyClass | null, };

/**
 * What is asked for.
 */
export type Intent = { "type": "file", application: Application, } | { "type": "receive", application: Application, } | { "type": "accept" } | { "type": "reject", reason: string, } | { "type": "request_supplement", papers: Array<string>, counts: { [key in string]: PaperCount }, reason: string, } | { "type": "receive_supplement", papers: Array<Paper>, } | { "type": "assign", to: UserId, note: string, } | { "type": "take_over" } | { "type": "complete_step", note: string, } | { "type": "return_step", to: StepId, reason: string, } | { "type": "propose_result", title: string, body: string, } | { "type": "propose_rejection", reason: string, } | { "type": "issue_copy", copies: number, to: CopyRecipient, name: string, reason: string, } | { "type": "approve", secret: string, } | { "type": "number", secret: string, } | { "type": "hand_over", to: string, method: HandOverMethod, note: string, 
/**
 * The slip that was signed on the screen.
 */
signature?: FileRef, } | { "type": "withdraw", reason: string, } | { "type": "stop", reason: string, } | { "type": "request_payment", reason: string, } | { "type": "resume", note: string, } | { "type": "extend", to: Date, reason: string, 
/**
 * The number that the agency's book gave the letter (`Số …/PXL`); empty: it is written in by hand.
 */
number: string, secret: string, } | { "type": "recall", reason: string, } | { "type": "change_variant", variant: VariantId, reason: string, } | { "type": "note", text: string, } | { "type": "message", text: string, } | { "type": "correct", applicant: Applicant, subject: string, entries: { [key in string]: string }, reason: string, } | { "type": "transfer", to: UnitCode, reason: string, } | { "type": "consult", unit: UnitCode, question: string, answer_by: Date, } | { "type": "answer_consultation", consultation: EnvelopeId, answer: string, files: Array<FileRef>, } | { "type": "complain", text: string, } | { "type": "answer_complaint", complaint: EnvelopeId, answer: string, upheld: boolean, } | { "type": "revoke", reason: string, again: boolean, } | { "type": "collect_fee", fees: Array<FeeChoice>, method: PaymentMethod, } | { "type": "refund_fee", payment: EnvelopeId, reason: string, };

/**
 * A possible double of an application that is being typed.
 */
export type KnownApplicant = { applicant: Applicant, cases: number, };

/**
 * Title and columns of form II.07 (reasons for lateness). No source confirms them, so they are data that an
 * administrator puts right.
 */
export type LateForm = { mark: string, title: string, field: string, reason: string, total: string, done: string, open: string, 
/**
 * Stands where no reason was given.
 */
no_reason: string, note: string, };

/**
 * Late cases of a field that share a reason.
 */
export type LateRow = { field: FieldCode, name: string, 
/**
 * As the apology gives it; `None` where there is no apology.
 */
reason: string | null, 
/**
 * Finished late in the period.
 */
done: number, 
/**
 * Open and late at its end.
 */
open: number, };

/**
 * How much working time is left until a due moment, or by how much it has passed: by the calendar, not by the clock.
 */
export type Left = { late: boolean, 
/**
 * Due by the end of the next working day.
 */
soon: boolean, 
/**
 * Whole working days, and the minutes of work beside them.
 */
days: number, minutes: number, };

/**
 * The line to the portal.
 */
export type Line = { "type": "connecting" } | { "type": "online" } | { "type": "offline" } | { "type": "trouble", trouble: Trouble, };

/**
 * A place in an ordered list.
 */
export type ListPlace = { order: number, id: CaseId, };

/**
 * Asks for a part of a queue, or of the search's finds within it.
 */
export type ListRequest = { queue: Queue, 
/**
 * What was typed; with or without accents. Empty: the queue itself.
 */
search: string, 
/**
 * Only cases that meet all of these.
 */
filter?: Filter, 
/**
 * Only one group of the queue.
 */
within?: Group, 
/**
 * The place that the previous part ended at.
 */
after: ListPlace | null, 
/**
 * At most 200.
 */
limit: number, };

/**
 * Something that the agency wrote to the applicant, or the applicant to the agency.
 */
export type Message = { id: EnvelopeId, by: Actor, at: Moment, text: string, };

/**
 * Milliseconds since 1970-01-01T00:00Z.
 */
export type Moment = number;

/**
 * A move from one step to the next, by the person who made it.
 */
export type Move = { by: Actor, from: StepId, };

/**
 * From whom an entry is wanted.
 */
export type Needed = "no" | "online" | "always";

/**
 * One piece of news.
 */
export type News = { 
/**
 * Grows with every piece.
 */
number: number, at: Moment, kind: NewsKind, 
/**
 * The first of the cases.
 */
cases: Array<NewsCase>, 
/**
 * How many cases there are.
 */
count: number, };

/**
 * A case as news name it: without the applicant.
 */
export type NewsCase = { id: CaseId, code: CaseCode | null, service_name: string, };

/**
 * What has happened.
 */
export type NewsKind = { "type": "today", filed: number, today: number, late: number, } | { "type": "filed" } | { "type": "came" } | { "type": "returned" } | { "type": "supplemented" } | { "type": "asked" } | { "type": "due" } | { "type": "opinion_near" } | { "type": "opinion_late" } | { "type": "refused" } | { "type": "line_lost", since: Moment, 
/**
 * Acts that wait to be sent.
 */
waiting: number, } | { "type": "line_back", since: Moment, };

/**
 * The news of a person, latest first.
 */
export type NewsList = { news: Array<News>, unread: number, 
/**
 * Up to which number they were read.
 */
read: number, };

/**
 * What a person wants to be interrupted for.
 */
export type NewsSettings = { muted: Array<NewsTopic>, quiet: Quiet, 
/**
 * At most one interruption in so many minutes; 0: at once.
 */
digest_minutes: number, 
/**
 * Whether notifications are in English.
 */
english: boolean, };

/**
 * What somebody can be told of, each by itself.
 */
export type NewsTopic = "today" | "filed" | "mine" | "due" | "refused" | "line";

/**
 * Something for colleagues to read.
 */
export type Note = { id: EnvelopeId, by: Actor, at: Moment, text: string, };

/**
 * The numbers that this desk may give out.
 */
export type Numbers = { 
/**
 * First and last case number of every day.
 */
first_code: number, last_code: number, 
/**
 * Of them, still free today.
 */
codes_left: number, 
/**
 * The registers of the unit; without a line only those of this desk.
 */
registers: Array<RegisterState>, 
/**
 * Whether the portal was asked just now.
 */
asked: boolean, };

/**
 * The ratings of the cases that somebody had when they were rated; `None`: nobody.
 */
export type OfficerRatings = { officer: UserId | null, sums: RatingSums, };

/**
 * Load and punctuality of an official in a period.
 */
export type OfficerRow = { 
/**
 * `None`: nobody has these cases.
 */
officer: UserId | null, counts: SixACounts, 
/**
 * Index of Circular 01/2018 Art. 13: mean points (0 to 2) for time and for contacts, in tenths, over finished cases.
 */
time_index: number | null, contact_index: number | null, };

/**
 * How far a service can be used online: levels that the catalogue states, as the portal publishes them.
 */
export type OnlineLevel = "information" | "partly" | "fully";

/**
 * A variant of the service that a case can turn out to be, with the date that it would have.
 */
export type OtherVariant = { id: VariantId, name: string, due_at: Moment, };

/**
 * A stretch without a line.
 */
export type Outage = { from: Moment, 
/**
 * `None` while it lasts.
 */
to: Moment | null, 
/**
 * What was done meanwhile and how often; `None` stands for new cases that were received.
 */
done: Array<[ActKind | null, number]>, 
/**
 * Codes of the cases that were due meanwhile.
 */
touched: Array<string>, };

/**
 * One envelope of the outbox.
 */
export type OutboxItem = { envelope: EnvelopeId, case: CaseId, code: CaseCode | null, applicant: string, command: Command, by: string, at: Moment, sync: SyncState, 
/**
 * When the portal accepted it, and when it had all of its documents, too.
 */
received_at: Moment | null, published_at: Moment | null, 
/**
 * Why the portal said no, and when.
 */
refusal: Refusal | null, refused_at: Moment | null, 
/**
 * The sealed bundle that it went out with last, and when that was written; only while there is no verdict.
 */
bundle: number | null, bundled_at: Moment | null, 
/**
 * Documents of this act that are still to be sent, and how many it has.
 */
files_waiting: number, files: number, };

/**
 * Finished cases of a period by how they ended; together the form's "done".
 */
export type Outcomes = { granted: number, declined: number, withdrawn: number, };

/**
 * A page of a document as a picture.
 */
export type PageImage = { width: number, height: number, 
/**
 * PNG, base64.
 */
png: string, };

/**
 * One paper of the dossier with its counts (thành phần hồ sơ: bản chính, bản chứng thực, bản photo) and its files.
 */
export type Paper = { name: string, originals: number, certified: number, photocopies: number, 
/**
 * The earlier case whose digitised papers are used again, so that nobody brings or scans them twice.
 */
reused_from?: CaseCode, files?: Array<FileRef>, };

/**
 * How many of a paper are wanted; Form 02 has a column for each kind.
 */
export type PaperCount = { originals: number, certified: number, photocopies: number, };

/**
 * Fees that were taken.
 */
export type Payment = { 
/**
 * The unit whose cash desk took the money: the one that answered for the case then, or that met the applicant for it.
 */
unit: UnitCode, id: EnvelopeId, by: Actor, at: Moment, receipt: string, lines: Array<FeeLine>, method: PaymentMethod, refund: Revocation | null, };

/**
 * How a fee is paid.
 */
export type PaymentMethod = "cash" | "transfer" | "online";

/**
 * A span of days, both included.
 */
export type Period = { from: Date, to: Date, };

/**
 * What a unit reports for a period.
 */
export type PeriodReport = { 
/**
 * The portal's time up to which the mirror is confirmed.
 */
as_of: Moment | null, period: Period, six_a: SixA, officers: Array<OfficerRow>, 
/**
 * The time of each step against its share.
 */
steps: Array<StepRow>, 
/**
 * Form II.07.
 */
late: Array<LateRow>, 
/**
 * Its words, as the edition in force on the last day has them.
 */
late_form: LateForm, quality: Quality, indices: Indices, 
/**
 * Working minutes to the result: the middle, and nine of ten.
 */
durations: [number, number] | null, book: Array<BookRow>, register: Array<RegisterRow>, cash: Array<CashRow>, 
/**
 * The same, added up by how it was paid and who took it.
 */
cash_sums: Array<CashSum>, };

/**
 * How much of what a fee is taken for.
 */
export type Pieces = { quantity: number, 
/**
 * Copies of so many pieces each.
 */
copies: number, };

/**
 * Where a step of a linked procedure is carried out.
 */
export type Place = { "unit": UnitCode } | "parent" | "reception";

/**
 * A draft result.
 */
export type Proposal = { by: Actor, at: Moment, decision: Decision, title: string, 
/**
 * Of a "no": its reasons.
 */
body: string, draft: FileRef, };

/**
 * The metrics of Decision 766/QĐ-TTg that follow from the cases of a unit.
 */
export type Quality = { 
/**
 * Finished early or on time, or still open within time (20 points).
 */
in_time: Share, 
/**
 * Filed online among all that were received in the period (12).
 */
online: Share, 
/**
 * Finished with a result in electronic form (6 of 22).
 */
electronic_results: Share, 
/**
 * Received with at least one digitised paper (4 of 22).
 */
digitised_papers: Share, 
/**
 * Papers that were used again from an earlier case, among all digitised ones (4 of 22).
 */
reused_papers: Share, 
/**
 * Cases that paid something online, among those that paid anything (10).
 */
online_payment: Share, };

/**
 * The queues of the left rail.
 */
export type Queue = "mine" | "today" | "new" | "waiting" | "questions" | "consultations" | "to_sign" | "to_number" | "to_hand_over" | "late" | "open" | "all";

/**
 * How many cases a queue holds.
 */
export type QueueCount = { queue: Queue, count: number, };

/**
 * When nobody is interrupted; news stand in the list all the same and are told afterwards.
 */
export type Quiet = { "type": "never" } | { "type": "outside_hours" } | { "type": "between", from: number, to: number, };

/**
 * A case that was rated.
 */
export type RatedCase = { case: CaseId, code: CaseCode | null, applicant: string, officer: UserId | null, at: Moment, handling: number, attitude: number, agency: number, remark: string, };

/**
 * What applicants thought of the unit's finished cases in a period, as far as this desk knows.
 */
export type RatingReport = { 
/**
 * The portal's time up to which the ratings are here; `None` before they ever were.
 */
as_of: Moment | null, total: RatingSums, officers: Array<OfficerRatings>, 
/**
 * The latest of the rated cases.
 */
cases: Array<RatedCase>, };

/**
 * Ratings added up, 1 to 5 points each.
 */
export type RatingSums = { count: number, handling: number, attitude: number, agency: number, };

/**
 * A "no". Not an error: nothing broke.
 */
export type Refusal = { "type": "no_such_case" } | { "type": "case_exists" } | { "type": "case_moved_on", status: Status, step: StepId | null, turn: number, } | { "type": "not_in_this_status", status: Status, } | { "type": "not_in_this_step", step: StepId | null, } | { "type": "unknown_user", user: string, } | { "type": "user_not_active", user: UserId, } | { "type": "other_unit", unit: UnitCode, } | { "type": "role_missing", role: Role, } | { "type": "with_someone_else", assignee: UserId, } | { "type": "assignee_changed", now: UserId | null, } | { "type": "officials_only" } | { "type": "not_your_case" } | { "type": "unknown_edition", edition: EditionId, } | { "type": "unknown_service", service: ServiceCode, } | { "type": "service_not_at_unit", unit: UnitCode, } | { "type": "not_received_elsewhere", service: ServiceCode, } | { "type": "still_waiting", until: Date, } | { "type": "workflow_broken" } | { "type": "unknown_step", step: StepId, } | { "type": "entry_missing", entry: string, } | { "type": "entry_too_long", entry: string, limit: number, } | { "type": "entry_malformed", entry: string, } | { "type": "supplements_used_up", times: number, } | { "type": "document_out_of_date" } | { "type": "no_draft" } | { "type": "already_done" } | { "type": "already_extended" } | { "type": "too_late_to_extend", due: Date, } | { "type": "time_is_over", due: Date, } | { "type": "nothing_to_recall" } | { "type": "fee_paid", fee: string, receipt: string, } | { "type": "fee_wrong", fee: string, amount: bigint, } | { "type": "nothing_to_answer" } | { "type": "not_allowed_in_step", step: StepId, } | { "type": "code_malformed", code: CaseCode, } | { "type": "code_taken", code: CaseCode, } | { "type": "code_not_leased", code: CaseCode, } | { "type": "codes_used_up", day: Date, } | { "type": "register_not_held", register: RegisterBook, } | { "type": "number_not_next", register: RegisterBook, next: number, } | { "type": "earlier_refused", envelope: EnvelopeId, } | { "type": "not_enrolled" } | { "type": "unknown_command" };

/**
 * A numbered book of documents (sổ văn bản), by the document's kind: `QĐ`, `GP`, `GXN`.
 */
export type RegisterBook = string;

/**
 * A line of the register of results.
 */
export type RegisterRow = { case: CaseId, code: string, register: RegisterBook, number: number, 
/**
 * What declines grants nothing: the register says so.
 */
decision: Decision, issued_on: Date, expires_on: Date | null, title: string, applicant: string, signer: Actor | null, document: FileRef, revoked: string | null, 
/**
 * Certified copies of it that were given out.
 */
copies: Array<CopyIssue>, };

/**
 * A register and who numbers in it.
 */
export type RegisterState = { book: RegisterBook, 
/**
 * The next number of this year, where this desk holds it.
 */
next: number | null, 
/**
 * The name of the other desk that holds it.
 */
holder: string | null, };

/**
 * Why an issued result is no longer valid, or money was given back.
 */
export type Revocation = { unit: UnitCode, by: Actor, at: Moment, reason: string, };

/**
 * Roles in a unit, by the abbreviations in use (MC, CV, LP, LD, VT) and the unit's administrator.
 */
export type Role = "MC" | "CV" | "LP" | "LD" | "VT" | "QT";

/**
 * A public service (thủ tục hành chính).
 */
export type Service = { code: ServiceCode, name: string, field: FieldCode, 
/**
 * Units that receive and handle it.
 */
units: Array<UnitCode>, 
/**
 * Units that take it in for the competent one: any, wherever the applicant lives (phi địa giới hành chính), or those
 * where a linked procedure begins.
 */
taken_in_by?: Array<UnitCode>, workflow: WorkflowId, time_limit: TimeLimit, 
/**
 * The time limit in the words of the procedure.
 */
time_text: string, 
/**
 * The fee in the words of the procedure.
 */
fee_text: string, 
/**
 * Names of the papers of the dossier.
 */
papers: Array<string>, 
/**
 * The nation's codes of papers (mã thành phần hồ sơ) by the paper's name, as far as they are known.
 */
paper_codes?: { [key in string]: string }, 
/**
 * What its form asks for beside who applies, in the form's order.
 */
entries?: Array<FormEntry>, 
/**
 * What the applicant gets.
 */
result: string, 
/**
 * The book in which the result is numbered.
 */
register: RegisterBook, supplement: SupplementRule, 
/**
 * Cases of this service that take another path or time; the first whose conditions hold is taken.
 */
variants?: Array<Variant>, 
/**
 * What is to be paid, where amounts are known.
 */
fees?: Array<Fee>, 
/**
 * How many months a result is valid; for ever where nothing is said.
 */
valid_months?: number, 
/**
 * Done while the applicant waits (giải quyết và trả kết quả ngay): recorded as every case, with a receipt only where the
 * applicant asks for one (Decree 61/2018 Art. 17.4).
 */
at_once?: boolean, 
/**
 * How far it can be used online.
 */
online?: OnlineLevel, 
/**
 * Where it is used online in part: what is left to be done at the counter.
 */
at_counter?: Array<string>, 
/**
 * Events in the life of a person or a business in which it is wanted (sự kiện trong đời).
 */
life_events?: Array<string>, 
/**
 * The legal texts that it rests on, as the decision that publishes it states them.
 */
legal_basis?: Array<string>, 
/**
 * How sure the source is: `S` sourced, `P` partly, `M` from memory.
 */
certainty: string, 
/**
 * Anything an administrator should know, for instance a newer code.
 */
note: string, };

/**
 * The national code of a procedure (mã thủ tục hành chính).
 */
export type ServiceCode = string;

/**
 * The signed-in person and what the window needs to know once.
 */
export type Session = { user: User, unit: Unit, sample: boolean, 
/**
 * Whether this is a desk to learn on.
 */
practice: boolean, 
/**
 * Names of the ten national statuses by code.
 */
statuses: { [key in number]: StatusName }, 
/**
 * Services that this unit handles now.
 */
services: Array<Service>, 
/**
 * Names of the fields of administration.
 */
fields: { [key in string]: string }, 
/**
 * Whether a signing key of this person is on the desk.
 */
has_signing_key: boolean, 
/**
 * Names of the unit's people, so that screens without a case can name them.
 */
people: { [key in string]: string }, 
/**
 * Everybody of the unit, with their roles and who stands in for them.
 */
colleagues: Array<User>, 
/**
 * Other units, for opinions: code and name.
 */
units: { [key in string]: string }, };

/**
 * A share as it was counted.
 */
export type Share = { part: number, whole: number, };

/**
 * Form II.06a of VPCP/KSTT: how applications were received and handled in a period.
 */
export type SixA = { period: Period, rows: Array<SixARow>, total: SixACounts, 
/**
 * How the cases ended that are done; the form has no columns for it.
 */
outcomes: Outcomes, };

/**
 * The columns of the form, in numbers of cases, and beside them what went to other units: the form has no column for
 * that. Received and carried over are done, open and passed on together; without what was passed on, the form's own
 * columns add up.
 */
export type SixACounts = { online: number, 
/**
 * At the counter and by post.
 */
direct: number, 
/**
 * Received before the period and not finished before it began.
 */
carried_over: number, early: number, on_time: number, late: number, open_in_time: number, open_late: number, 
/**
 * Received in the period and passed on to another unit in it; in no other column.
 */
passed_on_new: number, 
/**
 * Carried over into the period and passed on in it; in no other column.
 */
passed_on_carried: number, };

/**
 * One field of administration, or one service within it.
 */
export type SixARow = { field: FieldCode, 
/**
 * `None` for the sum of the field.
 */
service: ServiceCode | null, name: string, counts: SixACounts, };

/**
 * A stay in a step that is over.
 */
export type Stage = { 
/**
 * The unit that carried it out.
 */
unit: UnitCode, step: StepId, since: Moment, until: Moment, 
/**
 * Until when the step might have taken; pauses have moved it.
 */
due_at: Moment, };

/**
 * What a result document states about its case. A signed act is refused only if one of these has changed since, never
 * merely because the case has other new events.
 */
export type Statement = { code: CaseCode, service: ServiceCode, applicant: string, identity_number: string | null, title: string, body: string, decision?: Decision, };

/**
 * The ten national case statuses; the number is the national portal's code (TrangThaiHoSo).
 */
export type Status = "filed" | "accepted" | "rejected" | "in_progress" | "awaiting_supplement" | "awaiting_payment" | "withdrawn" | "stopped" | "done" | "handed_over";

/**
 * Name of a status in both languages.
 */
export type StatusName = { vi: string, en: string, };

/**
 * One step of a workflow.
 */
export type Step = { id: StepId, name: string, role: Role, kind: StepKind, 
/**
 * Working hours that the step may take.
 */
hours: number, 
/**
 * Other ways on from here, in order of precedence.
 */
branches?: Array<Branch>, 
/**
 * Acts that the procedure does not allow in this step although the law would.
 */
forbids?: Array<ActKind>, 
/**
 * The unit that carries the step out, where it is not the competent one (liên thông).
 */
place?: Place, 
/**
 * The step only waits (for a posting to run out, say) and is done by itself after so many calendar days.
 */
waits_days?: number, };

/**
 * A step within a workflow.
 */
export type StepId = string;

/**
 * What is done in a step, and so which act completes it.
 */
export type StepKind = "receive" | "assign" | "handle" | "draft" | "review" | "sign" | "number" | "hand_over";

/**
 * How the stays in one step stood to its share, over the cases that a unit finished in a period.
 */
export type StepRow = { workflow: WorkflowId, workflow_name: string, step: StepId, name: string, 
/**
 * The agency that carried it out.
 */
unit: UnitCode, unit_name: string, shorter: number, equal: number, longer: number, 
/**
 * Working minutes, together.
 */
taken: number, allowed: number, };

/**
 * The clock after a supplement.
 */
export type SupplementClock = "restart" | "resume";

/**
 * A request for missing papers. Form 02.
 */
export type SupplementRequest = { asked_at: Moment, asked_by: Actor, papers: Array<string>, 
/**
 * How many of each, where the form says so.
 */
counts?: { [key in string]: PaperCount }, reason: string, received_at: Moment | null, };

/**
 * What a request for supplements does to the clock, and how often it may be made.
 *
 * Decree 61/2018 Art. 15.3 asks for one complete request; Art. 19.4 restarts the clock once the dossier is complete.
 * Special laws differ, hence data.
 */
export type SupplementRule = { clock: SupplementClock, requests_allowed: number, 
/**
 * Working days from reception within which papers are to be asked for (Decree 61/2018 Art. 19.4); `None` where a
 * special law sets no such limit. Whoever asks later is told so, not stopped: the applicant has to learn what lacks.
 */
within_days: number | null, };

/**
 * Where an act is on its way. The worst of a case's acts is the case's own state.
 */
export type SyncState = "published" | "received" | "on_this_computer" | "refused";

/**
 * A step that a case can go to.
 */
export type Target = { id: StepId, name: string, };

/**
 * The time in which a unit answered for an accepted case before the case went to another one.
 */
export type Tenure = { unit: UnitCode, until: Moment, 
/**
 * A result had been issued by then.
 */
finished: boolean, };

/**
 * What pieces cost from one of them on.
 */
export type Tier = { 
/**
 * The first piece of the tier, counted from 1.
 */
from: number, 
/**
 * Đồng for each of them.
 */
each: number, };

/**
 * How long a service may take.
 */
export type TimeLimit = { "same_day": { cutoff: number, } } | { "working_days": number } | { "calendar_days": number };

/**
 * Which of the two times of an act counts for a look at the past.
 */
export type TimeOf = "act" | "arrival";

/**
 * What is wrong with the line, by what can be done about it.
 */
export type Trouble = "not_enrolled" | "version_too_old" | "history_rewritten" | "mirror_differs" | "disk";

/**
 * An agency unit.
 */
export type Unit = { code: UnitCode, name: string, kind: UnitKind, parent: UnitCode | null, 
/**
 * Abbreviation in document symbols: `STP` in `12/GXN-STP`.
 */
symbol: string, 
/**
 * Place name in the date line of documents: 'Nam Định, ngày …'.
 */
place: string, address: string, phone: string, 
/**
 * Points of the quality indices that no case tells.
 */
declared?: DeclaredIndices, };

/**
 * The identifier code of an agency unit (mã định danh).
 */
export type UnitCode = string;

/**
 * Levels of units.
 */
export type UnitKind = "province" | "department" | "district" | "commune";

/**
 * A person with roles in one unit.
 */
export type User = { id: UserId, name: string, title: string, unit: UnitCode, roles: Array<Role>, active: boolean, 
/**
 * While away, somebody else works on this person's cases.
 */
absence?: Absence, };

/**
 * A person with a role in a unit.
 */
export type UserId = string;

/**
 * A case of a service with a path or a time of its own (trường hợp của thủ tục).
 */
export type Variant = { id: VariantId, name: string, 
/**
 * All of them must hold.
 */
when: Array<Condition>, 
/**
 * No case begins with it: whoever handles the case finds that it is one, for instance because something has to be
 * verified, and says so with the reason.
 */
later?: boolean, 
/**
 * The service's own where nothing is said.
 */
workflow?: WorkflowId, time_limit?: TimeLimit, };

/**
 * That a case turned out to be another variant of its service.
 */
export type VariantChange = { by: Actor, at: Moment, reason: string, };

/**
 * A variant of a service (trường hợp), with its own path or time.
 */
export type VariantId = string;

/**
 * A reduction that a service knows.
 */
export type Waiver = { code: string, name: string, percent: number, };

/**
 * A waiver that the fee knows.
 */
export type WaiverDue = { code: string, name: string, };

/**
 * A workflow within an edition.
 */
export type WorkflowId = string;

/**
 * A bundle that was written here.
 */
export type WrittenBundle = { number: number, 
/**
 * Stands for the whole file: for the hand-over slip.
 */
fingerprint: string, made_at: Moment, acts: number, documents: number, 
/**
 * Of its acts still without a verdict.
 */
waiting: number, 
/**
 * When the portal's answer was read here, and what it said.
 */
read_at: Moment | null, accepted: number, refused: number, };
