/** Some forty believable cases in every stage, told as what people did with them. */
import type { Application, Case, Intent, Moment, Paper, User } from '$lib/generated/types';
import { HOUR } from '$lib/format/moment';
import { addWorkingMinutes } from './clock';
import { perform, type Desk, type Dossier } from './law';
import { SERVICES, UNIT, USERS } from './people';

type Stage =
  | 'filed'
  | 'asked'
  | 'rejected'
  | 'accepted'
  | 'drafting'
  | 'consulting'
  | 'waiting'
  | 'reviewing'
  | 'returned'
  | 'signing'
  | 'numbering'
  | 'done'
  | 'handed'
  | 'declined'
  | 'withdrawn';

/** Name, identity number, address, service, stage, working hours since it was filed, online? */
type Line = [string, string, string, number, Stage, number, boolean?];

const LINES: Line[] = [
  ['Nguyễn Văn Đức', '036090001234', 'Số 5 ngõ 12 đường Kênh, phường Lộc Vượng', 0, 'filed', 1, true],
  ['Trần Thị Thu Hằng', '036185002211', 'Tổ 4, phường Lộc Vượng', 1, 'filed', 2, true],
  ['Phạm Minh Khôi', '036099004512', 'Số 21 Trần Thái Tông, phường Lộc Vượng', 3, 'filed', 0.4, true],
  [
    'Công ty TNHH Thương mại Dịch vụ Vận tải và Xây dựng Thành Nam Phát Đạt',
    '0600998877',
    'Lô 12 cụm công nghiệp An Xá',
    5,
    'filed',
    5,
    true
  ],
  ['Lê Thị Bích Phượng', '036192007781', 'Tổ 9, phường Lộc Vượng', 0, 'asked', 9, true],
  ['Hoàng Văn Thái', '036078003344', 'Số 88 Giải Phóng, phường Lộc Vượng', 2, 'rejected', 14, true],
  ['Đặng Quang Huy', '036201008899', 'Tổ 2, phường Lộc Vượng', 4, 'accepted', 2],
  ['Vũ Thị Mơ', '036167001020', 'Số 3 ngách 7/15 Điện Biên, phường Lộc Vượng', 0, 'accepted', 3],
  ['Bùi Xuân Trường', '036088006543', 'Tổ 11, phường Lộc Vượng', 2, 'accepted', 30],
  ['Ngô Gia Bảo', '036204010101', 'Số 40 Phạm Ngũ Lão, phường Lộc Vượng', 3, 'accepted', 1],
  ['Tôn Nữ Thị Quỳnh Anh Thư', '036195011223', 'Số 17 đường Kênh, phường Lộc Vượng', 0, 'drafting', 8],
  ['Trần Đình Hoan', '036079021466', 'Số 29 đường Kênh, phường Lộc Vượng', 2, 'consulting', 10],
  ['Đỗ Mạnh Cường', '036080004455', 'Tổ 6, phường Lộc Vượng', 0, 'drafting', 12],
  ['Phan Thị Kim Oanh', '036172009876', 'Số 9 Quang Trung, phường Lộc Vượng', 2, 'drafting', 16],
  ['Nguyễn Hữu Phước', '036065007654', 'Tổ 1, phường Lộc Vượng', 4, 'drafting', 20],
  ['Hộ kinh doanh Phở Cồ Giao Cù', '036077001199', 'Số 152 Trần Hưng Đạo, phường Lộc Vượng', 4, 'drafting', 6],
  ['Trịnh Công Vinh', '036093005566', 'Tổ 8, phường Lộc Vượng', 5, 'drafting', 70],
  ['Lưu Thị Hạnh', '036189002468', 'Số 33 Hàn Thuyên, phường Lộc Vượng', 0, 'drafting', 34],
  ['Mai Văn Chiến', '036070003579', 'Tổ 3, phường Lộc Vượng', 5, 'waiting', 40],
  ['Cao Thị Thùy Linh', '036199009753', 'Số 6 ngõ 40 đường Kênh, phường Lộc Vượng', 0, 'waiting', 22],
  ['Dương Đình Nghệ', '036062008642', 'Tổ 5, phường Lộc Vượng', 2, 'waiting', 31],
  ['Hà Thị Ngân', '036183001357', 'Số 71 Giải Phóng, phường Lộc Vượng', 0, 'reviewing', 15],
  ['Đinh Trọng Nghĩa', '036091002469', 'Tổ 7, phường Lộc Vượng', 4, 'reviewing', 18],
  ['Kiều Thanh Tâm', '036197003580', 'Số 2 Lê Hồng Phong, phường Lộc Vượng', 2, 'reviewing', 27],
  ['Nguyễn Thị Lệ Quyên', '036175004691', 'Tổ 10, phường Lộc Vượng', 0, 'returned', 19],
  ['Vương Quốc Đạt', '036086005702', 'Số 18 Điện Biên, phường Lộc Vượng', 4, 'returned', 26],
  ['Lý Thị Hồng Nhung', '036188006813', 'Tổ 12, phường Lộc Vượng', 0, 'signing', 18],
  ['Phùng Thế Anh', '036094007924', 'Số 55 Trần Nhân Tông, phường Lộc Vượng', 4, 'signing', 21],
  ['Tạ Thị Duyên', '036169008035', 'Tổ 4, phường Lộc Vượng', 2, 'signing', 23],
  ['Quách Văn Sỹ', '036059009146', 'Số 7 Quang Trung, phường Lộc Vượng', 0, 'signing', 29],
  ['Nghiêm Xuân Bách', '036202010257', 'Tổ 6, phường Lộc Vượng', 3, 'numbering', 7],
  ['Âu Thị Cẩm Tú', '036196011368', 'Số 91 Hàn Thuyên, phường Lộc Vượng', 0, 'numbering', 20],
  ['Đoàn Khắc Xuyên', '036074012479', 'Tổ 9, phường Lộc Vượng', 4, 'done', 22],
  ['Lại Thị Phương Thảo', '036191013580', 'Số 14 đường Kênh, phường Lộc Vượng', 0, 'done', 24],
  ['Triệu Minh Quân', '036087014691', 'Tổ 1, phường Lộc Vượng', 1, 'done', 8],
  ['Châu Ngọc Diệp', '036193015702', 'Số 60 Phạm Ngũ Lão, phường Lộc Vượng', 3, 'done', 16],
  ['Doãn Thị Hải Yến', '036184016924', 'Tổ 13, phường Lộc Vượng', 4, 'declined', 26],
  ['Thái Bá Lộc', '036068016813', 'Tổ 2, phường Lộc Vượng', 2, 'handed', 40],
  ['Tăng Thị Mỹ Hạnh', '036181017924', 'Số 27 Trần Thái Tông, phường Lộc Vượng', 0, 'handed', 44],
  ['Giang Văn Tiệp', '036082018035', 'Tổ 7, phường Lộc Vượng', 4, 'handed', 52],
  ['Lê Thị Bích Phượng', '036192007781', 'Tổ 9, phường Lộc Vượng', 1, 'handed', 33],
  ['Ông Ích Khiêm', '036056020257', 'Tổ 3, phường Lộc Vượng', 5, 'withdrawn', 60],
  ['Nguyễn Đặng Hoàng Phương Uyên', '036198021368', 'Số 11 ngõ 9 Điện Biên, phường Lộc Vượng', 1, 'handed', 12]
];

const user = (id: string): User => USERS.find((one) => one.id === id) ?? USERS[0]!;

function applicationOf([name, identity, address, index, , , online]: Line, desk: Desk): Application {
  const service = SERVICES[index]!;
  const papers: Paper[] = service.papers
    .filter((paper) => !paper.includes('nếu có'))
    .map((paper, place) => ({
      name: paper,
      originals: place === 0 ? 1 : 0,
      certified: place === 1 ? 1 : 0,
      photocopies: place > 1 ? 1 : 0,
      ...(place === 0 || online
        ? { files: [desk.document(`${place + 1}-ban-quet.pdf`, paper, `Bản quét: ${paper}`)] }
        : {})
    }));
  const business = identity.length === 10;
  return {
    unit: UNIT.code,
    service: service.code,
    channel: online ? 'online' : 'counter',
    applicant: {
      kind: business ? 'business' : 'citizen',
      name,
      identity_number: identity,
      ...(business
        ? {}
        : { birth_date: `19${identity.slice(4, 6)}-0${1 + (Number(identity.slice(-1)) % 9)}-1${index}` }),
      address,
      phone: `09${identity.slice(-8)}`
    },
    subject: `${service.name} cho ${name}`,
    papers,
    entries: index === 0 ? { 'Mục đích sử dụng': 'Bổ sung hồ sơ vay vốn ngân hàng' } : {}
  };
}

export function fileCase(application: Application, by: Case['filed_by'], at: Moment): Dossier {
  const { submitter, co_applicants, received_by, ...rest } = application;
  const subject: Case = {
    id: crypto.randomUUID(),
    version: 1,
    turn: 1,
    code: null,
    edition: '2026-01-01',
    ...rest,
    submitter: submitter ?? null,
    co_applicants: co_applicants ?? [],
    at: received_by ?? application.unit,
    received_by: received_by ?? null,
    involved: [application.unit],
    waiting_with: {},
    step_since: null,
    variant: null,
    variant_change: null,
    accepted_by: null,
    closed_by: null,
    last_move: null,
    halts: [],
    extension: null,
    notes: [],
    messages: [],
    send_result_to: null,
    consultations: [],
    complaints: [],
    payments: [],
    former: [],
    stages: [],
    revoked: [],
    filed_by: by,
    filed_at: at,
    status: 'filed',
    step: null,
    step_due_at: null,
    assignee: null,
    accepted_at: null,
    due_at: null,
    supplements: [],
    proposal: null,
    approval: null,
    deliverable: null,
    hand_over: null,
    closing_reason: null,
    finished_at: null,
    changed_at: at
  };
  const event = { type: 'filed' as const, edition: subject.edition, application };
  const entry = {
    envelope: crypto.randomUUID(),
    event,
    by: by.kind === 'portal' ? '' : by.id,
    at,
    arrived_at: at + 3000,
    sync: 'published' as const
  };
  return { case: subject, history: [entry] };
}

/** The moment `hours` of working time before `now`, found by halving. */
function workingHoursBefore(now: Moment, hours: number): Moment {
  let [low, high] = [now - hours * 12 * HOUR - 96 * HOUR, now];
  while (high - low > 60_000) {
    const middle = (low + high) / 2;
    if (addWorkingMinutes(middle, hours * 60) < now) low = middle;
    else high = middle;
  }
  return Math.round(low);
}

function intentsOf(stage: Stage, line: Line): [string, Intent][] {
  const [name, identity, address, index] = line;
  const service = SERVICES[index]!;
  const reason = 'Căn cứ pháp lý trong dự thảo chưa đúng: dẫn chiếu Luật Hộ tịch năm 2014, Điều 21.';
  const accept: [string, Intent] = ['hoa', { type: 'accept' }];
  const to = index > 3 ? 'lan' : 'minh';
  const assign: [string, Intent] = ['tuan', { type: 'assign', to, note: 'Ưu tiên xử lý trong tuần.' }];
  const body = `UBND phường Lộc Vượng xác nhận:\nÔng/Bà: ${name}\nSố giấy tờ: ${identity}\nNơi cư trú: ${address}\nNội dung: ${service.name}`;
  const propose: [string, Intent] = [
    to,
    { type: 'propose_result', title: service.result.toLocaleUpperCase('vi'), body }
  ];
  const decline: [string, Intent] = [
    to,
    { type: 'propose_rejection', reason: 'Thửa đất nằm trong quy hoạch đã được phê duyệt.' }
  ];
  const review: [string, Intent] = ['tuan', { type: 'complete_step', note: 'Nhất trí với dự thảo.' }];
  const sign: [string, Intent] = ['hung', { type: 'approve', secret: 'x' }];
  const number: [string, Intent] = ['ngoc', { type: 'number', secret: 'x' }];
  const hand: [string, Intent] = ['hoa', { type: 'hand_over', to: name, method: 'counter', note: '' }];
  const ask = (by: string): [string, Intent] => [
    by,
    { type: 'request_supplement', papers: [service.papers.at(-1)!], counts: {}, reason: 'Bản chụp mờ, không đọc được.' }
  ];
  const paths: Record<Stage, [string, Intent][]> = {
    filed: [],
    asked: [ask('hoa')],
    rejected: [['hoa', { type: 'reject', reason: 'Thủ tục không thuộc thẩm quyền giải quyết của cơ quan.' }]],
    accepted: [accept],
    drafting: [accept, assign],
    consulting: [accept, assign],
    waiting: [accept, assign, ask(to)],
    reviewing: [accept, assign, propose],
    returned: [accept, assign, propose, ['tuan', { type: 'return_step', to: 'draft', reason }]],
    signing: [accept, assign, propose, review],
    numbering: [accept, assign, propose, review, sign],
    done: [accept, assign, propose, review, sign, number],
    handed: [accept, assign, propose, review, sign, number, hand],
    declined: [accept, assign, decline, review, sign, number],
    withdrawn: [accept, ['hoa', { type: 'withdraw', reason: 'Người nộp có đơn đề nghị rút hồ sơ.' }]]
  };
  return paths[stage];
}

/** A question to another unit whose time limit ends today. */
function asked(now: Moment): Case['consultations'][number] {
  return {
    id: crypto.randomUUID(),
    by: { kind: 'official', id: 'minh' },
    at: now - 72 * HOUR,
    unit: '000.00.03.H40',
    question: 'Thửa đất có tranh chấp không?',
    answer_by: new Date(now + 7 * HOUR).toISOString().slice(0, 10),
    answer: null
  };
}

export function seed(now: Moment, desk: Desk): Dossier[] {
  return LINES.map((line) => {
    const [, , , , stage, hours, online] = line;
    const intents = intentsOf(stage, line);
    const filedAt = workingHoursBefore(now, hours);
    const by = online ? ({ kind: 'citizen', id: line[0] } as const) : ({ kind: 'official', id: 'hoa' } as const);
    const dossier = fileCase(applicationOf(line, desk), by, filedAt);
    intents.forEach(([who, intent], index) => {
      const at = addWorkingMinutes(filedAt, ((hours * 60) / (intents.length + 1)) * (index + 0.4));
      perform(dossier, intent, user(who), Math.min(at, now), 'published', desk);
    });
    if (stage === 'consulting') dossier.case.consultations.push(asked(now));
    return dossier;
  });
}
