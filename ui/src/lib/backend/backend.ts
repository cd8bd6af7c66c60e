/**
 * What the window can ask of the desk. Two implementations: `tauri.ts` (the real desk) and `fake.ts` (memory).
 * Everything that goes wrong rejects with a `Failure`.
 */
import type {
  Absence,
  AbsenceWish,
  ActRequest,
  AnswerRead,
  AskedEntry,
  Audit,
  AuditRequest,
  BundleLabel,
  Bundles,
  CaseId,
  CaseList,
  CaseView,
  Conflict,
  Connection,
  DayLoad,
  DeskInfo,
  Digest,
  DocumentSignatures,
  Draft,
  EnvelopeId,
  Failure,
  FeeChoice,
  FileRef,
  FormRequest,
  GroupCount,
  GroupsRequest,
  ImportPreview,
  ListRequest,
  Moment,
  NewsList,
  NewsSettings,
  Numbers,
  Outage,
  OutboxItem,
  PageImage,
  Period,
  PeriodReport,
  RatingReport,
  Session,
  TimeOf,
  UnitCode,
  UserId
} from '$lib/generated/types';
import type { Strokes } from '$lib/format/strokes';

export type FormKind = 'receipt' | 'supplement' | 'rejection' | 'stop_notice' | 'fee_receipt' | 'control_slip' | 'copy';
/** A form, or the receipt of one payment. */
export type AskedForm = FormKind | { fee_receipt_of: EnvelopeId };
export const kindOf = (form: AskedForm): FormKind => (typeof form === 'string' ? form : 'fee_receipt');

/** The reports of a unit, one table each. */
export type ReportKind = 'six_a' | 'late' | 'officers' | 'indices' | 'steps' | 'quality' | 'book' | 'register' | 'cash';
/** Papers that several cases share. */
export type JointKind = 'receipt' | 'minutes' | 'results' | 'taken';
export type ReportFormat = 'pdf' | 'xlsx';

/** A table as it is shown, to be printed or saved. */
export interface ShownTable {
  title: string;
  subtitle: string[];
  header: string[];
  rows: (string | number)[][];
}

/** `null`: this machine has no printer; offer to save instead. */
export interface Printed {
  printer: string | null;
}

/** The printers of this machine, and the one that papers go to. */
export interface Printers {
  all: string[];
  used: string | null;
}

/** What of a desk is not sent yet; `sending`: it still is being sent, behind the lock. */
export interface Unsent {
  unit: UnitCode;
  acts: number;
  sending: boolean;
}

/** `null`: the person chose not to save. */
export interface Saved {
  path: string | null;
}

/** What a new desk needs. */
export interface EnrolRequest {
  portal: string;
  code: string;
  name: string;
  user: UserId;
  secret: string;
}

/** What the desk says by itself. */
export interface Announcements {
  changed(cases: CaseId[]): void;
  connection(connection: Connection): void;
  locked(): void;
  /** This window is to close as soon as what it holds is done. */
  closing(): void;
  openCase(id: CaseId): void;
  news(news: NewsList): void;
}

export interface Backend {
  desks(): Promise<DeskInfo[]>;
  /** Makes a desk of this computer. Needs a line. */
  enrol(request: EnrolRequest): Promise<DeskInfo>;
  /** Lets a colleague in; `host` is in already. Needs a line. */
  addPerson(unit: UnitCode, host: UserId, hostSecret: string, guest: UserId, guestSecret: string): Promise<DeskInfo>;
  /** Sets a colleague's secret anew; `host` answers for the unit. Needs no line. */
  resetSecret(unit: UnitCode, host: UserId, hostSecret: string, guest: UserId, guestSecret: string): Promise<DeskInfo>;
  /** Who has set this person's secret anew since they were here last; told once. */
  resets(): Promise<[UserId, Moment][]>;
  /** A PIN for the lock of whoever is signed in, until the program ends. */
  setPin(pin: string): Promise<void>;
  /** Who can come in by a PIN now. */
  pins(): Promise<[UnitCode, UserId][]>;
  enterByPin(unit: UnitCode, user: UserId, pin: string): Promise<Session>;
  signIn(unit: UnitCode, user: UserId, secret: string): Promise<Session>;
  signOut(): Promise<void>;

  list(request: ListRequest): Promise<CaseList>;
  openCase(id: CaseId): Promise<CaseView>;
  /** One call an act; the answer is the state after it. */
  act(request: ActRequest): Promise<CaseView>;

  /** A case as it stood at a moment. */
  openCaseOn(id: CaseId, at: Moment, by: TimeOf): Promise<CaseView>;
  /** What each fee comes to as it is chosen, in đồng; null where that cannot be worked out. */
  feeAmounts(id: CaseId, fees: FeeChoice[]): Promise<(number | null)[]>;
  /** What a service's form asks after what was answered so far, and what is wrong with the answers. */
  formEntries(request: FormRequest): Promise<AskedEntry[]>;
  /** Reads a sheet of applications; `bytes` in base64. */
  previewImport(name: string, bytes: string): Promise<ImportPreview>;
  report(period: Period): Promise<PeriodReport>;
  saveReport(period: Period, kind: ReportKind, format: ReportFormat): Promise<Saved>;
  printReport(period: Period, kind: ReportKind): Promise<Printed>;
  saveTable(table: ShownTable, format: ReportFormat): Promise<Saved>;
  printTable(table: ShownTable): Promise<Printed>;
  /** Who did what and looked at what; for those who answer for the unit. */
  audit(request: AuditRequest): Promise<Audit>;
  /** The groups of a queue, over all of its cases. */
  groups(request: GroupsRequest): Promise<GroupCount[]>;
  /** What applicants thought of the cases that were rated in a period. */
  /** What is due in the next working days, by who works on it. */
  nearDue(): Promise<DayLoad[]>;
  ratings(period: Period): Promise<RatingReport>;
  /** The person has looked at a case. */
  opened(id: CaseId): Promise<void>;
  /** When this desk was without a line, the latest first. */
  outages(period: Period): Promise<Outage[]>;
  printOutages(period: Period): Promise<Printed>;
  saveOutages(period: Period): Promise<Saved>;
  /** The case numbers and registers of this desk, and who holds the others. */
  numbers(): Promise<Numbers>;
  takeRegister(book: string): Promise<Numbers>;
  releaseRegister(book: string): Promise<Numbers>;
  /** One paper for several cases. */
  printJoint(cases: CaseId[], kind: JointKind): Promise<Printed>;
  saveJoint(cases: CaseId[], kind: JointKind): Promise<Saved>;
  /** The slip on which `to` has signed for the results of these cases. */
  signSlip(cases: CaseId[], to: string, strokes: Strokes): Promise<FileRef>;

  /** Form 03 after appraisal, with these reasons. */
  previewRejection(id: CaseId, reason: string): Promise<PageImage[]>;
  previewResult(id: CaseId, title: string, body: string): Promise<PageImage[]>;
  previewForm(id: CaseId, form: AskedForm): Promise<PageImage[]>;
  printForm(id: CaseId, form: AskedForm): Promise<Printed>;
  saveForm(id: CaseId, form: AskedForm): Promise<Saved>;
  documentPages(digest: Digest): Promise<PageImage[]>;
  /** What is signed in a document, as far as it can be said without a network. */
  documentSignatures(digest: Digest): Promise<DocumentSignatures>;
  saveDocument(digest: Digest): Promise<Saved>;
  printDocument(digest: Digest): Promise<Printed>;
  /** `bytes` in base64. */
  addFile(name: string, media: string, bytes: string): Promise<FileRef>;

  drafts(): Promise<Draft[]>;
  saveDraft(key: string, content: string): Promise<void>;
  dropDraft(key: string): Promise<void>;

  outbox(): Promise<OutboxItem[]>;
  /** Sealed bundles that were written here, and whether one can be. */
  bundles(): Promise<Bundles>;
  /** Writes what waits to a file of the person's choice; `null`: they chose none. */
  writeBundle(): Promise<Bundles | null>;
  /** What anybody reads on a file; `bytes` in base64. */
  bundleLabel(bytes: string): Promise<BundleLabel>;
  /** Brings a bundle of any desk to the portal; the answer to that desk is saved. Needs a line. */
  carryBundle(bytes: string): Promise<Saved>;
  /** Reads the portal's answer to a bundle of this desk. */
  readAnswer(bytes: string): Promise<AnswerRead>;
  conflicts(): Promise<Conflict[]>;
  closeConflict(envelope: EnvelopeId, note: string): Promise<void>;
  syncNow(): Promise<void>;
  connection(): Promise<Connection>;

  /** A PKCS#12 file in base64, and the secret that opens it. */
  importKey(bytes: string, secret: string): Promise<void>;
  /** Who stands in for somebody who is away; `null` takes it back. It holds here at once. */
  setAbsence(user: UserId, absence: Absence | null): Promise<void>;
  /** What was said of absences and waits to be sent, or was refused. */
  absenceWishes(): Promise<AbsenceWish[]>;
  closeAbsenceWish(id: EnvelopeId, note: string): Promise<void>;
  session(): Promise<Session>;
  /** Somebody is here: puts the automatic lock off. */
  touch(): Promise<void>;

  /** What is new for whoever is signed in, latest first. */
  news(): Promise<NewsList>;
  /** Everything up to a number was read. */
  readNews(number: number): Promise<NewsList>;
  /** What this person wants to be interrupted for; kept by person. */
  newsSettings(): Promise<NewsSettings>;
  settleNews(settings: NewsSettings): Promise<void>;
  /** Goes over to a desk to learn on, which is thrown away when it is left. */
  practise(): Promise<Session>;
  /** A case in a window of its own. */
  openWindow(id: CaseId): Promise<void>;

  printers(): Promise<Printers>;
  /** Papers of this machine go to this printer from now on. */
  choosePrinter(printer: string): Promise<Printers>;
  /** Shows what was saved last, by the system's viewer. */
  showSaved(): Promise<void>;
  /** Locks the screen; what was begun goes on. */
  lock(): Promise<void>;
  /** What of desks that nobody is signed in to is not sent yet. */
  unsent(): Promise<Unsent[]>;
  /** Closes this window: what it held is done. */
  closeWindow(): Promise<void>;

  /** Listens until the returned function is called. */
  listen(announcements: Announcements): Promise<() => void>;
}

/** Whatever was thrown, as a `Failure`. */
export function asFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'type' in thrown && typeof thrown.type === 'string') {
    return thrown as Failure;
  }
  return { type: 'internal', trace: thrown instanceof Error ? thrown.message : String(thrown) };
}
