/**
 * A desk in memory, for the browser and for tests. The law, the line and the documents are played.
 *
 * Any secret opens it but `sai`; the PIN `0000` is wrong. In the address, before `#`: `?line=offline`, `?line=trouble`,
 * `?empty`, `?slow` (answers after 600 ms), `?absence` (one that was refused).
 */
import type {
  Absence,
  ActRequest,
  Actor,
  Audit,
  AuditRequest,
  Bundles,
  CaseId,
  CaseList,
  CaseRow,
  CaseView,
  Conflict,
  Connection,
  DayLoad,
  DocumentSignatures,
  Draft,
  Failure,
  FileRef,
  FeeChoice,
  FormRequest,
  GroupBy,
  GroupCount,
  GroupsRequest,
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
  ImportPreview,
  Queue,
  Refusal,
  Session,
  SyncState,
  User,
  UserId
} from '$lib/generated/types';
import { fold } from '$lib/format/fold';
import { DAY, formatDate, formatDateTime, HOUR, MINUTE } from '$lib/format/moment';
import { grouped, groupOf } from '$lib/state/list-groups';
import { kindOf, type Announcements, type AskedForm, type Backend } from '../backend';
import { Absences } from './absences';
import { deadlineOf } from './clock';
import { belongs, leftUntil, meets, QUEUES, rowOf } from './lists';
import { actsFor, askedOf, perform, serviceOf, type Desk, type Dossier } from './law';
import { commandOf, openingConflict } from './outbox';
import { drawPages } from './pages';
import { DESKS, SERVICES, STATUSES, STEPS, UNIT, USERS } from './people';
import { fileCase, seed } from './seed';

/** Groups by person are named by their identifier, as the desk does. */
const ownerOf = (by: GroupBy, key: string) =>
  by === 'owner' ? (USERS.find((user) => user.name === key)?.id ?? key) : key;

export class FakeDesk implements Backend {
  private user: User | null = null;
  private dossiers: Dossier[];
  private documents = new Map<string, { name: string; title: string; body: string }>();
  private notes = new Map<string, Draft>();
  private pending: OutboxItem[] = [];
  private refused: Conflict[] = [];
  private absences = new Absences();
  private looks: { id: CaseId; at: Moment; by: string }[] = [];
  private heard: Announcements | null = null;
  private online: boolean;
  private trouble: boolean;
  private since: Moment;
  private slow: boolean;
  private keys = new Set(USERS.filter((user) => user.id !== 'tuan').map((user) => user.id));
  private counters = new Map<string, number>();

  constructor(query = typeof location === 'undefined' ? '' : location.search) {
    const asked = new URLSearchParams(query);
    const line = asked.get('line');
    this.online = line !== 'offline';
    this.trouble = line === 'trouble';
    this.slow = asked.has('slow');
    const now = Date.now();
    this.since = this.online ? now - 3 * HOUR : now - 134 * MINUTE;
    this.dossiers = asked.has('empty') ? [] : seed(now, this.desk);
    if (!asked.has('empty')) this.refused.push(openingConflict(this.dossiers, now, this.desk));
    if (!this.online) this.leaveSomeUnsent();
    const until = formatDate(now + 5 * DAY)
      .split('/')
      .reverse()
      .join('-');
    if (asked.has('absence')) this.absences.refuse('tuan', 'lan', { from: until, until, delegate: 'minh' });
  }

  private desk: Desk = {
    nextCode: (at) => {
      const [day, month, year] = formatDate(at).split('/');
      const date = `${year?.slice(2)}${month}${day}`;
      return `${UNIT.code}-${date}-${String(this.count(date)).padStart(4, '0')}`;
    },
    nextNumber: (register) => this.count(register),
    document: (name, title, body) => this.keep(name, 'application/pdf', title, body, 180_000 + title.length * 977)
  };

  private count(key: string): number {
    const next = (this.counters.get(key) ?? 0) + 1;
    this.counters.set(key, next);
    return next;
  }

  private keep(name: string, media: string, title: string, body: string, size: number): FileRef {
    const digest = Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
      byte.toString(16).padStart(2, '0')
    ).join('');
    this.documents.set(digest, { name, title, body });
    return { digest, name, media_type: media, size };
  }

  private async answer<Answer>(make: () => Answer): Promise<Answer> {
    await new Promise((resolve) => setTimeout(resolve, this.slow ? 600 : 8));
    return structuredClone(make());
  }

  private fail(failure: Failure): never {
    throw failure;
  }

  private me(): User {
    return this.user ?? this.fail({ type: 'signed_out' });
  }

  private find(id: CaseId): Dossier {
    const dossier = this.dossiers.find((one) => one.case.id === id);
    return dossier ?? this.fail({ type: 'refused', refusal: { type: 'no_such_case' } });
  }

  desks = () => this.answer(() => DESKS);

  signIn = (unit: string, user: string, secret: string) =>
    this.answer((): Session => {
      if (secret === 'sai') this.fail({ type: 'wrong_secret' });
      this.user = USERS.find((one) => one.id === user) ?? USERS[0]!;
      this.unit = unit;
      return this.seated();
    });

  private unit = UNIT.code;
  private practising = false;
  private seated(): Session {
    const user = this.me();
    return {
      user,
      unit: this.unit === UNIT.code ? UNIT : { ...UNIT, code: this.unit, name: DESKS[1]?.unit_name ?? this.unit },
      sample: true,
      practice: this.practising,
      statuses: STATUSES,
      services: SERVICES,
      fields: Object.fromEntries(SERVICES.map((one) => [one.field, one.field])),
      people: Object.fromEntries(USERS.map((one) => [one.id, one.name])),
      units: { [UNIT.code]: UNIT.name },
      colleagues: USERS,
      has_signing_key: this.keys.has(user.id)
    };
  }

  practise = () =>
    this.answer(() => {
      this.practising = true;
      return this.seated();
    });

  signOut = () =>
    this.answer(() => {
      this.user = null;
      this.practising = false;
    });

  list = (request: ListRequest) =>
    this.answer((): CaseList => {
      const me = this.me();
      const within = (queue: Queue) => this.dossiers.filter((dossier) => belongs(dossier, queue, me));
      const words = fold(request.search).split(' ');
      const text = (one: Dossier) =>
        fold(
          [one.case.code, one.case.applicant.name, one.case.applicant.identity_number, serviceOf(one.case).name].join(
            ' '
          )
        );
      const found = within(request.queue).filter(
        (one) => words.every((word) => text(one).includes(word)) && meets(one, request.filter ?? {})
      );
      const all = found.map((one) => rowOf(one, this.syncOf(one.case.id, one.history)));
      const { within: only } = request;
      const inGroup = (row: CaseRow) => !only || ownerOf(only.by, groupOf(row, only.by)) === only.key;
      const rows = all.filter(inGroup);
      rows.sort((a, b) => (a.due_at ?? a.changed_at) - (b.due_at ?? b.changed_at));
      const start = request.after ? rows.findIndex((row) => row.id === request.after?.id) + 1 : 0;
      const part = rows.slice(start, start + request.limit);
      const last = part.at(-1);
      const more = start + part.length < rows.length;
      return {
        rows: part,
        next: more && last ? { order: last.due_at ?? 0, id: last.id } : null,
        ...(request.search.trim() === '' ? {} : { finds: { count: rows.length, more: false } }),
        counts: QUEUES.map((queue) => ({ queue, count: within(queue).length })),
        as_of: this.facts().mirror_as_of
      };
    });

  groups = ({ queue, filter, by }: GroupsRequest) =>
    this.answer((): GroupCount[] => {
      const me = this.me();
      const all = this.dossiers.filter((one) => belongs(one, queue, me) && meets(one, filter ?? {}));
      const rows = all.map((one) => rowOf(one, this.syncOf(one.case.id, one.history)));
      return grouped(rows, by).map(({ key, name, count }) => ({ key: ownerOf(by, key), name, count }));
    });

  /** Nobody rates in memory. */
  ratings = () =>
    this.answer((): RatingReport => {
      const total = { count: 0, handling: 0, attitude: 0, agency: 0 };
      return { as_of: null, total, officers: [], cases: [] };
    });

  private syncOf(id: CaseId, history: Dossier['history']): SyncState {
    if (this.refused.some((conflict) => conflict.case === id)) return 'refused';
    const states = history.map((entry) => entry.sync);
    if (states.includes('on_this_computer')) return 'on_this_computer';
    return states.includes('received') ? 'received' : 'published';
  }

  openCase = (id: CaseId) => this.answer(() => this.view(this.find(id)));

  private view(dossier: Dossier): CaseView {
    const one = dossier.case;
    const service = serviceOf(one);
    const people = Object.fromEntries(USERS.map((user) => [user.id, user.name]));
    if (one.filed_by.kind === 'citizen') people[one.filed_by.id] = one.applicant.name;
    const from = one.supplements.at(-1)?.received_at ?? one.accepted_at;
    const deadline =
      one.status === 'filed'
        ? deadlineOf(service.time_limit, Date.now())
        : from === null
          ? null
          : deadlineOf(service.time_limit, from);
    const running = ['accepted', 'in_progress'].includes(one.status);
    const files = one.papers.flatMap((paper) => paper.files ?? []).map((file) => file.digest);
    const conflicts = this.refused.filter((conflict) => conflict.case === one.id);
    return {
      case: one,
      seen: one.version,
      fees: [],
      service,
      unit: UNIT,
      steps: STEPS,
      form_numbers: {
        receipt: 1,
        supplement_slip: 2,
        rejection_slip: 3,
        apology: 4,
        stop_notice: 5,
        control_slip: 6,
        tracking_book: 7
      },
      acts: conflicts.length > 0 ? [] : actsFor(one, this.me()),
      deadline,
      left: running ? leftUntil(one.due_at) : null,
      step_left: running ? leftUntil(one.step_due_at) : null,
      history: dossier.history,
      conflicts,
      people,
      files_here: [...this.documents.keys()].filter((digest) => digest !== files.at(3)),
      files_on_their_way: this.online ? [] : one.proposal ? [one.proposal.draft.digest] : [],
      sync: this.syncOf(one.id, dossier.history)
    };
  }

  act = (request: ActRequest) =>
    this.answer((): CaseView => {
      const me = this.me();
      const now = Date.now();
      const { intent } = request;
      if ('secret' in intent) {
        if (!this.keys.has(me.id)) this.fail({ type: 'no_signing_key' });
        if (intent.secret === '0000') this.fail({ type: 'wrong_key_secret' });
      }
      if (request.case !== null && this.refused.some((conflict) => conflict.case === request.case)) {
        this.fail({ type: 'lane_held' });
      }
      const dossier =
        intent.type === 'receive' || intent.type === 'file'
          ? fileCase(intent.application, { kind: 'official', id: me.id }, now)
          : this.find(request.case ?? '');
      const before = intent.type === 'file' ? 0 : dossier.history.length;
      try {
        if (intent.type !== 'file') perform(dossier, intent, me, now, 'on_this_computer', this.desk);
      } catch (refusal) {
        this.fail({ type: 'refused', refusal: refusal as Refusal });
      }
      if (intent.type === 'receive' || intent.type === 'file') {
        dossier.history[0]!.sync = 'on_this_computer';
        dossier.history[0]!.arrived_at = null;
        this.dossiers.unshift(dossier);
      }
      this.queue(dossier, before, me, now);
      return this.view(dossier);
    });

  private queue(dossier: Dossier, from: number, me: User, now: Moment): void {
    const entry = dossier.history[from];
    if (!entry) return;
    this.pending.push({
      envelope: entry.envelope,
      case: dossier.case.id,
      code: dossier.case.code,
      applicant: dossier.case.applicant.name,
      command: commandOf(dossier.case, entry.event),
      by: me.name,
      at: now,
      received_at: null,
      published_at: null,
      refusal: null,
      refused_at: null,
      bundle: null,
      bundled_at: null,
      sync: 'on_this_computer',
      files_waiting: 'draft' in entry.event || 'document' in entry.event ? 1 : 0,
      files: 'draft' in entry.event || 'document' in entry.event ? 1 : 0
    });
    if (this.online) setTimeout(() => this.deliver('received'), 1600);
    this.heard?.connection(this.facts());
  }

  private leaveSomeUnsent(): void {
    this.user = USERS[0]!;
    const chosen = this.dossiers.filter((dossier) => ['numbering', 'sign', 'review'].includes(dossier.case.step ?? ''));
    for (const dossier of chosen.slice(0, 5)) {
      const last = dossier.history.at(-1)!;
      last.sync = 'on_this_computer';
      last.arrived_at = null;
      const first = dossier.history.findIndex((entry) => entry.envelope === last.envelope);
      this.queue(dossier, first, USERS.find((user) => user.id === last.by) ?? USERS[0]!, last.at);
    }
    this.user = null;
  }

  private deliver(state: 'received' | 'published'): void {
    const touched = new Set<CaseId>();
    for (const item of this.pending) {
      item.sync = state;
      if (state === 'published') item.files_waiting = 0;
      touched.add(item.case);
    }
    for (const dossier of this.dossiers.filter((one) => touched.has(one.case.id))) {
      for (const entry of dossier.history) {
        if (entry.sync === 'published') continue;
        entry.sync = state;
        entry.arrived_at ??= Date.now();
      }
    }
    if (state === 'received') setTimeout(() => this.deliver('published'), 1600);
    else this.pending = [];
    this.heard?.changed([...touched]);
    this.heard?.connection(this.facts());
  }

  private paged(title: string, body: string, small = false, mark = ''): Promise<PageImage[]> {
    return this.answer(() => drawPages({ agency: UNIT.name, title, body, small, mark }));
  }

  previewRejection = (_id: CaseId, reason: string) =>
    this.paged('PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ', reason, false, 'DỰ THẢO');
  previewResult = (_id: CaseId, title: string, body: string) => this.paged(title, body, false, 'DỰ THẢO');

  openCaseOn = (id: string) => this.openCase(id);
  setAbsence = (user: UserId, absence: Absence | null) =>
    this.answer(() => this.absences.set(this.me().id, user, absence, this.online));
  absenceWishes = () => this.answer(this.absences.all);
  closeAbsenceWish = (id: string) => this.answer(() => this.absences.close(id));

  nearDue = async (): Promise<DayLoad[]> => {
    const days: DayLoad[] = [];
    for (let at = Date.now(); days.length < 10; at += DAY) {
      const day = formatDate(at).split('/').reverse().join('-');
      if ([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())) continue;
      const filter = { due_from: day, due_until: day, statuses: ['accepted' as const, 'in_progress' as const] };
      days.push({ day, officers: await this.groups({ queue: 'open', filter, by: 'owner' }) });
    }
    return days;
  };
  session = () => this.answer(() => this.seated());
  feeAmounts = (_id: CaseId, fees: FeeChoice[]) => this.answer(() => fees.map(() => 0));
  formEntries = (request: FormRequest) => this.answer(() => askedOf(request));
  previewImport = () => this.answer((): ImportPreview => ({ columns: [], ignored: [], rows: [], left_out: 0 }));
  report = (period: Period) =>
    this.answer((): PeriodReport => {
      const none = { part: 0, whole: 0 };
      const total = {
        online: 0,
        direct: 0,
        carried_over: 0,
        early: 0,
        on_time: 0,
        late: 0,
        open_in_time: 0,
        open_late: 0,
        passed_on_new: 0,
        passed_on_carried: 0
      };
      return {
        period,
        as_of: null,
        six_a: { period, rows: [], total, outcomes: { granted: 0, declined: 0, withdrawn: 0 } },
        late: [],
        officers: [],
        steps: [],
        late_form: {
          mark: 'Biểu số II.07/VPCP/KSTT',
          title: 'NGUYÊN NHÂN QUÁ HẠN',
          field: 'Lĩnh vực',
          reason: 'Nguyên nhân quá hạn',
          total: 'Số hồ sơ quá hạn',
          done: 'Đã giải quyết quá hạn',
          open: 'Đang giải quyết quá hạn',
          no_reason: 'Chưa nêu nguyên nhân',
          note: ''
        },
        indices: { tenths: [null, null, null, null, null, null, null, null, null], cases: 0, class: null },
        quality: {
          in_time: none,
          online: none,
          electronic_results: none,
          digitised_papers: none,
          reused_papers: none,
          online_payment: none
        },
        durations: null,
        book: [],
        register: [],
        cash: [],
        cash_sums: []
      };
    });
  enrol = () => this.desks().then((all) => all[0]!);
  addPerson = () => this.enrol();
  resetSecret = (_unit: string, _host: string, hostSecret: string) =>
    this.answer(() => (hostSecret === 'sai' ? this.fail({ type: 'wrong_secret' }) : DESKS[0]!));
  setPin = () => this.answer(() => undefined);
  pins = () => this.answer((): [string, string][] => []);
  enterByPin = () => this.answer((): Session => this.fail({ type: 'wrong_secret' }));
  resets = () => this.answer((): [string, Moment][] => []);
  opened = (id: CaseId) =>
    this.answer(() => {
      this.looks.push({ id, at: Date.now(), by: this.me().id });
    });
  audit = (request: AuditRequest) =>
    this.answer((): Audit => {
      const person = (id: string): Actor => ({ kind: USERS.some((one) => one.id === id) ? 'official' : 'citizen', id });
      const named = ({ case: one }: Dossier) => ({ case: one.id, code: one.code, applicant: one.applicant.name });
      const acts = this.dossiers.flatMap((one) =>
        one.history.map(({ at, arrived_at, by, event }) => {
          const what = { type: 'done' as const, event };
          const steps = Object.fromEntries(STEPS.map((step) => [step.id, step.name]));
          return { at, arrived_at, desk: null, by: person(by), what, steps, ...named(one) };
        })
      );
      const looks = this.looks.map(({ id, at, by }) => {
        const what = { type: 'opened' as const };
        return { at, arrived_at: null, desk: null, by: person(by), what, steps: {}, ...named(this.find(id)) };
      });
      const all = [...(request.sort === 'looks' ? [] : acts), ...(request.sort === 'acts' ? [] : looks)];
      const fits = (entry: (typeof all)[number]) =>
        (request.who === null || (entry.by.kind !== 'portal' && entry.by.id === request.who)) &&
        fold(`${entry.code ?? ''} ${entry.applicant}`).includes(fold(request.case));
      const books = { as_of: Date.now(), waiting: looks.length };
      return { entries: all.filter(fits).sort((a, b) => b.at - a.at), next: null, books };
    });
  saveTable = () => this.answer(() => ({ path: null }));
  printTable = () => this.answer(() => ({ printer: null }));
  newsSettings = () =>
    this.answer((): NewsSettings => ({
      muted: [],
      quiet: { type: 'outside_hours' },
      digest_minutes: 0,
      english: false
    }));
  outages = () => this.answer((): Outage[] => []);
  saveOutages = () => this.answer(() => ({ path: null }));
  printOutages = () => this.answer(() => ({ printer: null }));
  numbers = () =>
    this.answer((): Numbers => ({
      first_code: 1,
      last_code: 250,
      codes_left: 243,
      registers: this.registers,
      asked: true
    }));
  private registers: Numbers['registers'] = [
    { book: 'GXN', next: 13, holder: null },
    { book: 'QĐ', next: null, holder: 'Máy quầy 2' }
  ];
  takeRegister = (book: string) => this.move(book, 1);
  releaseRegister = (book: string) => this.move(book, null);
  private move(book: string, next: number | null) {
    this.registers = this.registers.map((one) => (one.book === book ? { book, next, holder: null } : one));
    return this.numbers();
  }
  saveReport = () => this.answer(() => ({ path: null }));
  printReport = () => this.answer(() => ({ printer: null }));
  saveJoint = () => this.answer(() => ({ path: null }));
  printJoint = () => this.answer(() => ({ printer: null }));
  signSlip = (_cases: CaseId[], to: string) =>
    this.answer(() => this.keep('phieu-tra-ket-qua.pdf', 'application/pdf', 'Phiếu trả kết quả', to, 24_000));

  previewForm = (id: CaseId, form: AskedForm) => {
    const { case: one } = this.find(id);
    const titles = {
      receipt: 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
      supplement: 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
      rejection: 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ',
      stop_notice: 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ',
      fee_receipt: 'BIÊN LAI THU PHÍ, LỆ PHÍ',
      copy: 'SAO Y',
      control_slip: 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ'
    };
    const lines = [
      `Mã hồ sơ: ${one.code ?? 'chưa cấp'}`,
      `Tiếp nhận hồ sơ của: ${one.applicant.name}`,
      `Địa chỉ: ${one.applicant.address}`,
      `Nội dung yêu cầu giải quyết: ${one.subject}`,
      ...one.papers.map((paper, index) => `${index + 1}. ${paper.name}`),
      one.due_at ? `Thời gian trả kết quả: ${formatDateTime(one.due_at)}` : (one.closing_reason ?? '')
    ];
    return this.paged(titles[kindOf(form)], lines.join('\n'), true);
  };

  printForm = () => this.answer(() => ({ printer: null }));
  saveForm = (_id: CaseId, form: AskedForm) => this.answer(() => ({ path: `/home/hoa/Tài liệu/${kindOf(form)}.pdf` }));

  /** Nothing is signed in memory. */
  documentSignatures = () => this.answer((): DocumentSignatures => ({ signatures: [] }));

  documentPages = (digest: string) => {
    const found = this.documents.get(digest);
    if (!found) return Promise.reject({ type: 'file_not_here' } satisfies Failure);
    return this.paged(found.title, found.body);
  };

  saveDocument = (digest: string) =>
    this.answer(() => ({ path: `/home/hoa/Tài liệu/${this.documents.get(digest)?.name ?? 'tep.pdf'}` }));
  printDocument = () => this.answer(() => ({ printer: null }));

  addFile = (name: string, media: string, bytes: string) =>
    this.answer(() => this.keep(name, media, name, 'Tệp đính kèm', Math.floor(bytes.length * 0.75)));

  drafts = () => this.answer(() => [...this.notes.values()]);
  saveDraft = (key: string, content: string) =>
    this.answer(() => {
      this.notes.set(key, { key, content, saved_at: Date.now() });
    });
  dropDraft = (key: string) =>
    this.answer(() => {
      this.notes.delete(key);
    });

  outbox = () => this.answer(() => this.pending);
  conflicts = () => this.answer(() => this.refused);

  private readonly written: Bundles['written'] = [];
  private bundleFacts(): Bundles {
    const waiting = this.pending.filter((item) => item.sync === 'on_this_computer');
    const documents = waiting.reduce((sum, item) => sum + item.files_waiting, 0);
    return { allowed: true, ready: true, acts: waiting.length, documents, written: this.written };
  }
  bundles = () => this.answer(() => this.bundleFacts());
  writeBundle = () =>
    this.answer(() => {
      const { acts, documents } = this.bundleFacts();
      if (acts === 0) this.fail({ type: 'bundle', why: { type: 'nothing_waits' } });
      const number = this.written.length + 1;
      const fingerprint = '9F3A-21C0-77B4-E18D-0C52-6A9E-4B11-D3F8';
      const one = { number, fingerprint, made_at: Date.now(), acts, documents, waiting: acts };
      this.written.unshift({ ...one, read_at: null, accepted: 0, refused: 0 });
      return this.bundleFacts();
    });
  bundleLabel = () => this.answer(() => this.fail({ type: 'bundle', why: { type: 'not_a_bundle' } }));
  carryBundle = () => this.answer(() => ({ path: null }));
  readAnswer = () => this.answer(() => this.fail({ type: 'bundle', why: { type: 'not_a_bundle' } }));

  closeConflict = (envelope: string) =>
    this.answer(() => {
      const closed = this.refused.find((conflict) => conflict.envelope === envelope);
      this.refused = this.refused.filter((conflict) => conflict.envelope !== envelope);
      if (closed) this.heard?.changed([closed.case]);
      this.heard?.connection(this.facts());
    });

  syncNow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (this.online) this.deliver('published');
    else this.heard?.connection(this.facts());
  };

  connection = () => this.answer(() => this.facts());

  private facts(): Connection {
    const now = Date.now();
    const heardAt = this.online ? now - 20_000 : this.since;
    return {
      line: this.trouble
        ? { type: 'trouble', trouble: 'version_too_old' }
        : { type: this.online ? 'online' : 'offline' },
      since: this.since,
      last_contact_at: heardAt,
      outbox: this.pending.filter((item) => item.sync === 'on_this_computer').length + this.absences.count(false),
      files_waiting: this.pending.reduce((sum, item) => sum + item.files_waiting, 0),
      conflicts: this.refused.length + this.absences.count(true),
      codes_left: 243,
      codes_low: false,
      mirror_as_of: heardAt,
      complete: true,
      behind: 0
    };
  }

  importKey = (_bytes: string, secret: string) =>
    this.answer(() => {
      if (secret === 'sai') this.fail({ type: 'wrong_key_secret' });
      this.keys.add(this.me().id);
    });
  touch = () => this.answer(() => undefined);

  private readNewsTo = 0;
  private newsList(): NewsList {
    const now = Date.now();
    const [one, other, third] = this.dossiers;
    const named = (dossiers: (Dossier | undefined)[]) =>
      dossiers
        .filter((dossier) => dossier !== undefined)
        .map(({ case: subject }) => ({ id: subject.id, code: subject.code, service_name: serviceOf(subject).name }));
    const news: NewsList['news'] =
      one === undefined
        ? []
        : [
            { number: 4, at: now - 6 * MINUTE, kind: { type: 'returned' }, cases: named([other]), count: 1 },
            { number: 3, at: now - 31 * MINUTE, kind: { type: 'filed' }, cases: named([one, third]), count: 2 },
            { number: 2, at: now - 2 * HOUR, kind: { type: 'line_back', since: now - 3 * HOUR }, cases: [], count: 0 },
            { number: 1, at: now - 4 * HOUR, kind: { type: 'today', filed: 3, today: 5, late: 1 }, cases: [], count: 0 }
          ];
    return { news, read: this.readNewsTo, unread: news.filter((piece) => piece.number > this.readNewsTo).length };
  }
  news = () => this.answer(() => this.newsList());
  readNews = (number: number) =>
    this.answer(() => {
      this.readNewsTo = Math.max(this.readNewsTo, number);
      return this.newsList();
    });
  settleNews = () => this.answer(() => undefined);
  openWindow = () => this.answer(() => undefined);
  printers = () => this.answer(() => ({ all: [], used: null }));
  choosePrinter = () => this.printers();
  showSaved = () => this.answer(() => undefined);
  lock = () => this.answer(() => this.heard?.locked());
  unsent = () => this.answer(() => []);
  closeWindow = () => this.answer(() => undefined);

  listen = (announcements: Announcements) => {
    this.heard = announcements;
    return Promise.resolve(() => {
      this.heard = null;
    });
  };
}
