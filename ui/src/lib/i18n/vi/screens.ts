/** Words of the screens. */
import type { FoundIn } from '$lib/generated/types';

export const app = {
  portal: 'Cổng dịch vụ công',
  name: 'Một Cửa',
  tagline: 'Bàn làm việc của bộ phận một cửa',
  sample: 'Dữ liệu mẫu',
  sampleHint: 'Đơn vị, con người và hồ sơ ở đây chỉ để làm thử.',
  close: 'Đóng',
  cancel: 'Thôi',
  retry: 'Thử lại',
  loading: 'Đang tải…',
  none: '—',
  skip: 'Đến danh sách hồ sơ'
};

export const time = {
  days: (n: number) => `${n} ngày`,
  hours: (n: number) => `${n} giờ`,
  minutes: (n: number) => `${n} phút`,
  daysShort: (n: number) => `${n} ng`,
  hoursShort: (n: number) => `${n} giờ`,
  minutesShort: (n: number) => `${n} ph`,
  left: (span: string) => `còn ${span}`,
  late: (span: string) => `quá hạn ${span}`,
  noDue: 'chưa tính hạn',
  paused: 'tạm dừng'
};

export const signIn = {
  title: 'Đăng nhập',
  desk: 'Bàn làm việc',
  person: 'Bạn là ai?',
  secret: 'Mật khẩu',
  secretHint: 'Mật khẩu mở dữ liệu mã hóa trên máy này; không cần đường truyền.',
  enter: 'Vào làm việc',
  entering: 'Đang mở…',
  choosePerson: 'Chọn tên của bạn trong danh sách.',
  missingSecret: 'Nhập mật khẩu.',
  none: 'Máy này chưa được ghi danh cho đơn vị nào.',
  noneTodo: 'Ghi danh với mã do quản trị cấp.',
  showSecret: 'Hiện mật khẩu',
  hideSecret: 'Ẩn mật khẩu',
  locked: 'Đã khóa. Đăng nhập để làm tiếp; nội dung đang gõ vẫn còn.',
  unsent: (acts: number) => `${acts} việc trên máy này chưa gửi được lên cổng.`,
  sending: 'Máy vẫn đang gửi tiếp; đừng tắt máy.',
  notSending: 'Đăng nhập khi có đường truyền để gửi.'
};

export const bar = {
  search: 'Tìm mã hồ sơ, họ tên, số giấy tờ, han:<3…',
  searchLabel: 'Tìm hồ sơ',
  clearSearch: 'Xóa tìm kiếm',
  menu: (name: string) => `Trình đơn của ${name}`,
  theme: 'Giao diện',
  themes: { system: 'Theo máy', light: 'Sáng', dark: 'Tối', contrast: 'Tương phản' },
  language: 'Ngôn ngữ',
  textSize: 'Cỡ chữ',
  textSizes: { small: 'Nhỏ', normal: 'Vừa', large: 'Lớn', larger: 'Lớn hơn', largest: 'Lớn nhất' },
  density: 'Độ dày của danh sách',
  densities: { dense: 'Dày', normal: 'Vừa', roomy: 'Thoáng' },
  motion: 'Chuyển động',
  motions: { system: 'Theo máy', less: 'Tắt' },
  importKey: 'Nạp khóa ký…',
  hasKey: 'Khóa ký của bạn có trên máy này',
  noKey: 'Chưa có khóa ký trên máy này',
  shortcuts: 'Phím tắt',
  lock: 'Khóa và đăng xuất'
};

export const line = {
  connecting: 'Đang nối với cổng…',
  online: 'Có đường truyền',
  offline: (span: string) => `Mất đường truyền ${span}`,
  contact: (at: string) => `nhận lúc ${at}`,
  waiting: (n: number) => `${n} việc chờ gửi`,
  files: (n: number) => `${n} văn bản`,
  mirror: (at: string) => `bản sao đến ${at}`,
  complete: 'đầy đủ',
  behind: (n: number) => `còn ${n} mục chưa về`,
  noMirror: 'chưa đồng bộ lần nào',
  title: 'Đường truyền với cổng',
  since: 'Tình trạng này từ',
  lastContact: 'Cổng trả lời lần cuối',
  outbox: 'Việc chờ gửi',
  filesWaiting: 'Văn bản chờ gửi',
  conflicts: 'Việc bị từ chối',
  mirrorAsOf: 'Bản sao trên máy đến',
  mirrorState: 'Bản sao',
  never: 'chưa lần nào',
  syncNow: 'Đồng bộ ngay',
  syncing: 'Đang đồng bộ…',
  offlineNote: 'Mọi việc vẫn làm và lưu được trên máy này; sẽ gửi đi khi có đường truyền.',
  partial: (n: number) => `Bản sao trên máy chưa đủ: còn ${n} mục chưa về. Danh sách có thể thiếu hồ sơ.`
};

export const rail = {
  reports: 'Báo cáo, sổ sách',
  label: 'Hàng việc',
  receive: 'Tiếp nhận tại quầy',
  outbox: 'Hộp gửi',
  conflicts: 'Xung đột',
  count: (n: number) => `${n} hồ sơ`
};

export const list = {
  columns: {
    code: 'Mã hồ sơ',
    applicant: 'Người nộp',
    service: 'Thủ tục',
    status: 'Tình trạng',
    due: 'Hạn trả',
    owner: 'Người xử lý',
    sync: 'Gửi',
    step: 'Bước',
    changed: 'Thay đổi'
  },
  label: (queue: string) => `Danh sách hồ sơ: ${queue}`,
  noCode: 'chưa có mã',
  nobody: 'chưa giao',
  found: (query: string) => `Kết quả tìm “${query}”`,
  noFinds: (query: string) => `Không có hồ sơ nào khớp “${query}”.`,
  noFindsTodo: 'Đã tìm trong tất cả hồ sơ của đơn vị. Thử ít chữ hơn; không dấu cũng được.',
  emptyTodo: 'Hồ sơ mới sẽ tự hiện ở đây.',
  asOf: (at: string) => `Theo cổng đến ${at}`,
  shown: (n: number, total: number) => `${n}/${total}`,
  atLeast: (n: number) => `${n}, còn nữa ở dưới`,
  finds: (shown: number, count: number, more: boolean) =>
    shown < count || more
      ? `${shown} trong ${more ? 'hơn ' : ''}${count} hồ sơ tìm thấy; gõ thêm để thu hẹp`
      : `${count} hồ sơ tìm thấy`,
  more: 'Đang tải thêm…',
  opinion: (day: string) => `Ý kiến trả lời chậm nhất ngày ${day}`,
  end: 'Hết danh sách'
};

export const caseWords = {
  competent: (unit: string) => `Cơ quan có thẩm quyền: ${unit}`,
  receivedBy: (unit: string) => `Tiếp nhận phi địa giới: ${unit}`,
  liesWith: (unit: string) => `Hồ sơ đang ở: ${unit}`,
  label: 'Hồ sơ',
  previous: 'Hồ sơ trước (K)',
  next: 'Hồ sơ sau (J)',
  widen: 'Mở rộng (F)',
  narrow: 'Thu lại bên danh sách (F)',
  back: 'Về danh sách (Esc)',
  owner: 'Người xử lý',
  nobody: 'Chưa giao cho ai',
  acts: 'Việc làm được với hồ sơ',
  noActs: 'Bạn không có việc nào phải làm với hồ sơ này lúc này.',
  heldUp: 'Đọc và đóng xung đột dưới đây trước, rồi mới làm tiếp được với hồ sơ này.',
  closed: 'Hồ sơ đã kết thúc.',
  print: 'In phiếu',
  summary: 'Nội dung đề nghị',
  closingReason: 'Lý do',
  copy: 'Chép mã hồ sơ',
  copied: 'Đã chép'
};

export const due = {
  title: 'Vì sao hẹn trả lúc này?',
  at: 'Hẹn trả',
  from: 'Tính từ',
  step: 'Hạn của bước đang làm',
  stepWhy: (name: string, hours: number, since: string) =>
    `Bước “${name}” được ${hours} giờ làm việc, tính từ ${since}; thời gian tạm dừng và hẹn lại được cộng thêm.`,
  unknown: 'Hồ sơ chưa được tiếp nhận nên chưa có hạn trả.',
  paused: 'Đang chờ bổ sung: đồng hồ dừng từ lúc yêu cầu; khi nhận giấy tờ, hạn được tính lại.',
  limit: 'Thời hạn của thủ tục'
};

export const papers = {
  title: 'Thành phần hồ sơ',
  originals: 'Bản chính',
  certified: 'Bản chứng thực',
  photocopies: 'Bản chụp',
  originalsShort: 'chính',
  certifiedShort: 'chứng thực',
  photocopiesShort: 'chụp',
  none: 'Hồ sơ không có giấy tờ nào.',
  missing: 'chưa nộp',
  noCopies: 'chỉ có tệp',
  asked: 'Đang chờ bổ sung',
  askedAt: (at: string) => `Yêu cầu lúc ${at}`,
  receivedAt: (at: string) => `Đã nhận lúc ${at}`,
  onItsWay: 'đang gửi lên cổng',
  notHere: 'chưa về máy',
  open: (name: string) => `Xem tệp ${name}`,
  tally: (have: number, all: number) => `${have}/${all}`
};

export const applicant = {
  title: 'Người đề nghị',
  kind: 'Loại',
  name: 'Họ tên, tên tổ chức',
  identity: 'Số giấy tờ',
  birth: 'Ngày sinh',
  phone: 'Điện thoại',
  email: 'Thư điện tử',
  address: 'Địa chỉ',
  submitter: 'Người nộp thay',
  channel: 'Cách nộp',
  filedAt: 'Nộp lúc',
  acceptedAt: 'Tiếp nhận lúc',
  service: 'Thủ tục',
  fee: 'Phí, lệ phí',
  entries: 'Thông tin trong tờ khai'
};

export const steps = {
  title: 'Quy trình',
  done: 'đã xong',
  now: 'đang làm',
  ahead: 'chưa đến',
  hours: (n: number) => `${n} giờ`
};

export const result = {
  sendTo: (address: string) => `Gửi qua bưu chính về: ${address}`,
  title: 'Kết quả',
  none: 'Chưa có kết quả.',
  expected: (what: string) => `Người dân sẽ nhận: ${what}`,
  draft: 'Dự thảo',
  signed: 'Bản đã ký',
  issued: 'Bản chính thức',
  number: (number: number, register: string) => `Số ${number}/${register}`,
  issuedOn: (day: string) => `Ngày ${day}`,
  by: (name: string, at: string) => `${name} · ${at}`,
  declined: 'Cơ quan từ chối giải quyết',
  copies: (count: number) => `Đã cấp ${count} bản sao`,
  copy: (count: number, to: string, by: string, at: string) => `${count} bản cho ${to}, ${by} cấp lúc ${at}`,
  toDecline: 'Đề nghị từ chối giải quyết',
  handedOver: (to: string, at: string) => `Đã trả cho ${to} lúc ${at}`
};

export const history = {
  isNew: 'mới',
  blockNew: 'Có thay đổi từ lần xem trước',
  title: 'Diễn biến',
  done: 'Làm lúc',
  arrived: 'Cổng nhận lúc',
  notArrived: 'chưa đến cổng',
  empty: 'Chưa có diễn biến nào.'
};

export const conflict = {
  title: 'Xung đột',
  one: 'Một việc của hồ sơ này bị cổng từ chối',
  many: (n: number) => `${n} việc của hồ sơ này bị cổng từ chối`,
  yours: 'Việc đã làm',
  by: (name: string, at: string) => `${name}, làm lúc ${at}`,
  between: 'Những gì đã xảy ra trong lúc đó',
  nothingBetween: 'Không có diễn biến nào khác trong lúc đó.',
  why: 'Vì sao bị từ chối',
  todo: 'Nên làm gì',
  refusedAt: (at: string) => `Bị từ chối lúc ${at}`,
  kept: 'Văn bản của việc này vẫn được giữ:',
  note: 'Ghi chú khi đóng',
  noteHint: 'Đã xử lý thế nào, ví dụ: “Đã trao đổi với chị Hoa, làm lại theo tình trạng mới.”',
  read: 'Tôi đã đọc và đã xử lý',
  close: 'Đóng xung đột',
  closed: 'Đã đóng xung đột; nội dung vẫn còn trong nhật ký.',
  open: 'Mở hồ sơ',
  empty: 'Không có xung đột nào.',
  emptyTodo: 'Khi cổng từ chối một việc, nội dung, lý do và văn bản của việc đó sẽ ở đây cho đến khi có người đóng.',
  intro: 'Những việc cổng đã từ chối. Không việc nào bị mất: mỗi việc ở lại đây cho đến khi một người đọc và đóng.'
};

export const outbox = {
  title: 'Hộp gửi',
  intro: 'Những việc đã lưu trên máy này và đường đi của chúng đến cổng.',
  empty: 'Hộp gửi trống: mọi việc đã đến cổng.',
  emptyTodo: 'Việc làm khi mất đường truyền sẽ chờ ở đây và tự gửi đi.',
  columns: {
    act: 'Việc',
    case: 'Hồ sơ',
    by: 'Người làm',
    at: 'Lúc',
    files: 'Văn bản',
    state: 'Tình trạng'
  },
  notYet: 'chưa',
  saved: 'trên máy này',
  bundled: (number: number) => `trong gói số ${number}`,
  received: 'cổng nhận',
  published: 'công bố',
  refused: 'cổng không nhận',
  files: (sent: number, all: number) => `đã gửi ${sent}/${all}`,
  noFiles: 'không có',
  open: 'Mở hồ sơ',
  resolve: 'Giải quyết'
};

export const viewer = {
  label: (name: string) => `Văn bản ${name}`,
  page: (n: number, all: number) => `Trang ${n}/${all}`,
  pageAlt: (n: number, all: number) => `Trang ${n} trên ${all}`,
  zoomIn: 'Phóng to (+)',
  zoomOut: 'Thu nhỏ (-)',
  fit: 'Vừa khung (0)',
  previousPage: 'Trang trước (PageUp)',
  nextPage: 'Trang sau (PageDown)',
  save: 'Lưu thành tệp',
  print: 'In',
  close: 'Đóng (Esc)'
};

export const signatures = {
  title: 'Chữ ký số trên văn bản',
  none: 'Văn bản này chưa có chữ ký số.',
  failed: 'Không đọc được chữ ký số của văn bản này.',
  unknown: 'Không đọc được tên người ký',
  noTime: 'không ghi thời điểm ký',
  claimed: (at: string) => `tự ghi ký lúc ${at}`,
  right: 'chữ ký khớp nội dung',
  wrong: 'CHỮ KÝ KHÔNG KHỚP NỘI DUNG',
  covers: {
    whole: 'phủ toàn bộ tệp',
    earlier: 'phủ phần có trước chữ ký sau',
    not_all: 'KHÔNG PHỦ HẾT TỆP: có phần thêm vào sau khi ký'
  },
  trust: 'Chưa kiểm tra độ tin cậy của chứng thư (nơi cấp, thu hồi, dấu thời gian).'
};

export const fees = {
  title: 'Phí, lệ phí',
  due: 'chưa thu',
  byPieces: 'theo số lượng',
  paid: 'đã thu',
  givenBack: 'đã hoàn',
  pieces: (count: number, copies: number | null) =>
    copies === null ? `(${count} bản)` : `(${count} trang × ${copies} bản)`,
  receipt: (number: string) => `Biên lai ${number}`,
  by: (who: string, at: string) => `${who}, ${at}`,
  refunded: (who: string, at: string) => `Hoàn lại: ${who}, ${at}`
};

export const forms = {
  receipt: 'Giấy tiếp nhận và hẹn trả',
  supplement: 'Phiếu yêu cầu bổ sung',
  rejection: 'Phiếu từ chối tiếp nhận',
  fee_receipt: 'Biên lai thu phí, lệ phí',
  copy: 'Bản sao y',
  control_slip: 'Phiếu kiểm soát quá trình',
  stop_notice: 'Thông báo dừng giải quyết',
  numbered: (name: string, number: number) => `${name} (Mẫu ${String(number).padStart(2, '0')})`,
  printed: (printer: string) => `Đã gửi đến máy in ${printer}.`,
  printer: 'Máy in của máy này',
  show: 'Mở tệp để xem, in',
  noPrinter: 'Không thấy máy in nào; có thể lưu thành tệp rồi mở ra in.',
  saved: (path: string) => `Đã lưu ${path}.`,
  print: 'In phiếu',
  printAgain: 'In lại',
  save: 'Lưu thành tệp'
};

export const toasts = {
  saved: (at: string) => `Đã lưu trên máy này lúc ${at}, chờ cổng nhận.`,
  received: (at: string) => `Đã lưu lúc ${at}, cổng đã nhận.`,
  published: (at: string) => `Đã lưu lúc ${at}, cổng đã nhận và công bố.`,
  done: (act: string, what: string) => `${act}: ${what}`,
  dismiss: 'Bỏ thông báo này',
  label: 'Thông báo'
};

export const dialog = {
  askUntil: (day: string) => `Theo quy định, yêu cầu bổ sung chậm nhất ngày ${day}.`,
  askedLate: (day: string) =>
    `Đã quá hạn yêu cầu bổ sung (ngày ${day}). Vẫn gửi được để người nộp biết còn thiếu gì; ghi rõ lý do.`,
  more: 'Việc khác',
  notADay: 'Ghi ngày dạng 05/12/2026.',
  newDate: 'Ngày hẹn trả mới',
  unit: 'Cơ quan được hỏi',
  question: 'Câu hỏi',
  answerBy: 'Trả lời trước ngày',
  variant: 'Trường hợp, ngày hẹn trả khi đó',
  which: 'Mục',
  answer: 'Nội dung trả lời',
  attach: 'Kèm văn bản',
  attached: (count: number) => `Đã kèm ${count} tệp`,
  verdict: 'Kết luận',
  upheld: 'Khiếu nại đúng',
  notUpheld: 'Khiếu nại không đúng',
  again: 'Làm lại kết quả: hồ sơ quay về bước dự thảo',
  complaint: 'Nội dung khiếu nại',
  noteText: 'Ghi chú',
  applicantName: 'Họ tên, tên tổ chức',
  identityNumber: 'Số giấy tờ',
  address: 'Địa chỉ',
  phone: 'Điện thoại',
  email: 'Thư điện tử',
  subject: 'Nội dung đề nghị',
  fees: 'Khoản thu',
  quantity: 'Số lượng',
  pages: 'Số trang của một bản',
  letterNumber: 'Số của phiếu (không bắt buộc)',
  letterNumberHint: 'Số trong sổ văn bản đi, ví dụ 12; để trống thì ghi tay sau khi in.',
  documentAdd: 'Thêm giấy tờ khác',
  documentRemove: 'Bỏ giấy tờ này',
  waiver: 'Miễn, giảm',
  noWaiver: 'Không',
  waiverReason: 'Lý do miễn, giảm',
  payBy: 'Hình thức',
  total: 'Tổng cộng',
  noAmount: 'chưa tính được: thiếu thông tin trong hồ sơ',
  restored: (at: string) => `Đã khôi phục nội dung đang gõ dở lúc ${at}.`,
  discard: 'Bỏ, bắt đầu lại',
  draftKept: 'Nội dung đang gõ được giữ khi đóng (Esc).',
  draftSaved: (at: string) => `Đã giữ nháp lúc ${at}`,
  keys: 'Ctrl+Enter để xác nhận',
  working: 'Đang làm…',
  reason: 'Lý do',
  reasonHint: 'Ghi rõ để người nộp hiểu và làm theo được.',
  note: 'Ghi chú',
  noteOptional: 'Ghi chú (không bắt buộc)',
  frequent: 'Lý do hay dùng',
  papersMissing: 'Giấy tờ còn thiếu hoặc sai',
  papersReason: (papers: string[]) => `Còn thiếu hoặc chưa đúng: ${papers.join('; ')}.`,
  paperOwn: 'Giấy tờ khác',
  paperOwnHint: 'Tên giấy tờ, rồi Enter',
  addPaper: 'Thêm',
  papersReceived: 'Giấy tờ đã nhận',
  person: 'Giao cho',
  filterPeople: 'Lọc theo tên',
  nobodyFound: 'Không có ai khớp.',
  step: 'Trả về bước',
  title: 'Tên văn bản',
  body: 'Nội dung văn bản',
  bodyHint: 'Mỗi dòng là một đoạn. Quốc hiệu, số, ngày, nơi nhận và chữ ký do chương trình tự trình bày.',
  preview: 'Xem trước văn bản',
  previewAgain: 'Xem lại sau khi sửa',
  previewFirst: 'Xem trước văn bản rồi mới trình được.',
  previewing: 'Đang dựng văn bản…',
  copies: 'Số bản',
  copyFor: 'Cấp cho',
  copyWhom: { applicant: 'Người đề nghị', authorised: 'Người được ủy quyền', unit: 'Cơ quan, đơn vị khác' },
  declines: 'Văn bản này từ chối giải quyết hồ sơ: người nộp không được cấp kết quả.',
  previewEmpty: 'Bản xem trước sẽ hiện ở đây.',
  pin: 'Mã PIN của khóa ký',
  pinHint: 'Mã PIN không được lưu ở đâu cả.',
  document: 'Văn bản sẽ ký',
  documentToSeal: 'Văn bản sẽ vào số',
  register: (register: string) => `Sổ ${register}: số tiếp theo, ngày hôm nay`,
  to: 'Người nhận',
  method: 'Cách trả',
  deadlineIf: (at: string) => `Nếu tiếp nhận bây giờ, hẹn trả lúc ${at}.`,
  deadlineBy: (text: string) => `Thời hạn của thủ tục: ${text}. Giờ hẹn trả chính xác được tính khi tiếp nhận.`,
  dayFormat: 'ngày/tháng/năm',
  notKept: {
    what: 'Nội dung đang gõ CHƯA lưu được.',
    todo: 'Máy đang thử lại; đừng đóng cửa sổ. Nếu vẫn báo, chép nội dung ra chỗ khác và gọi quản trị.'
  },
  missing: (what: string) => `Còn thiếu: ${what}.`
};

export const batch = {
  all: 'Chọn tất cả hồ sơ đang hiện',
  one: (code: string) => `Chọn hồ sơ ${code}`,
  selected: (count: number) => `Đã chọn ${count} hồ sơ`,
  print: 'In chung',
  joint: {
    receipt: 'Giấy tiếp nhận nhiều hồ sơ',
    minutes: 'Biên bản giao nhận hồ sơ',
    results: 'Phiếu bàn giao kết quả',
    taken: 'Phiếu trả kết quả (người nhận ký)'
  },
  act: 'Làm hàng loạt',
  asWished: 'Theo đề nghị của từng người',
  wishes: (counter: number, post: number) => `Nhận tại quầy: ${counter} hồ sơ; qua bưu chính: ${post} hồ sơ.`,
  whole: (count: number) => `Chọn cả ${count} hồ sơ`,
  wholeTitle: (count: number) => `Chọn tất cả ${count} hồ sơ của danh sách này, cả phần chưa tải`,
  first: (count: number) => `Chọn ${count} hồ sơ đầu`,
  clear: 'Bỏ chọn',
  title: (count: number) => `Làm hàng loạt · ${count} hồ sơ`,
  looking: 'Đang xem từng hồ sơ làm được việc gì…',
  nothing: 'Không có việc nào làm được cho các hồ sơ đã chọn. Mở từng hồ sơ để xem.',
  of: (count: number, all: number) => `làm được cho ${count}/${all}`,
  confirm: (act: string, count: number) => `${act} (${count} hồ sơ)`,
  progress: 'Tiến độ',
  outcome: (done: number, failed: number, total: number) =>
    `Xong ${done}/${total} hồ sơ${failed > 0 ? `, ${failed} hồ sơ chưa làm được:` : '.'}`,
  stop: 'Dừng lại',
  close: 'Đóng'
};

export const reports = {
  pdf: 'PDF',
  xlsx: 'Excel',
  seek: 'Tìm trong sổ: số, tên văn bản, người nhận, mã hồ sơ',
  print: 'In',
  title: 'Báo cáo, sổ sách',
  intro: 'Tính ngay trên máy này, có hay không có đường truyền; số liệu đúng như ở cổng.',
  kinds: {
    six_a: 'Tình hình giải quyết (II.06a)',
    late: 'Nguyên nhân quá hạn (II.07)',
    officers: 'Theo người xử lý',
    indices: 'Chất lượng (Thông tư 01)',
    steps: 'Thời gian từng bước',
    quality: 'Chỉ số 766',
    book: 'Sổ theo dõi hồ sơ',
    register: 'Sổ kết quả',
    cash: 'Thu phí, lệ phí'
  },
  span: 'Kỳ báo cáo',
  spans: { day: 'Ngày', month: 'Tháng', quarter: 'Quý', half: 'Sáu tháng', year: 'Năm' },
  before: 'Kỳ trước',
  after: 'Kỳ sau',
  chart: 'Biểu đồ hồ sơ trong kỳ',
  field: 'Lĩnh vực, thủ tục',
  officer: 'Người xử lý',
  nobody: 'Chưa giao',
  applicant: 'Người nộp',
  received: 'Nhận giải quyết',
  done: 'Đã giải quyết',
  open: 'Đang giải quyết',
  columns: [
    'Tổng số',
    'Trực tuyến',
    'Trực tiếp, bưu chính',
    'Kỳ trước',
    'Tổng số',
    'Trước hạn',
    'Đúng hạn',
    'Quá hạn',
    'Tổng số',
    'Trong hạn',
    'Quá hạn'
  ],
  early: 'Trước hạn',
  onTime: 'Đúng hạn',
  late: 'Quá hạn',
  openInTime: 'Đang xử lý, trong hạn',
  openLate: 'Đang xử lý, quá hạn',
  cashSum: (lines: number) => `Cộng ${lines} dòng`,
  total: 'Tổng cộng',
  timeIndex: 'Chỉ số thời gian',
  contactIndex: 'Chỉ số liên hệ',
  inTime: 'Đúng hạn, hoặc đang xử lý trong hạn',
  online: 'Nộp trực tuyến',
  electronic: 'Kết quả điện tử',
  digitised: 'Có giấy tờ số hóa',
  paidOnline: 'Thanh toán trực tuyến',
  of: (part: number, whole: number) => `${part}/${whole} hồ sơ`,
  points: (points: number | null, most: number) => (points === null ? '' : `${points}/${most} điểm`),
  hours: (hours: number) => `${hours} giờ làm việc`,
  copy: (count: number, to: string, at: string) => `${count} bản, ${to}, ${at}`,
  outcomes: (ended: { granted: number; declined: number; withdrawn: number }) =>
    `Trong số đã giải quyết: ${ended.granted} có kết quả, ${ended.declined} từ chối giải quyết, ${ended.withdrawn} rút hồ sơ.`,
  declined: 'Từ chối giải quyết',
  durations: (middle: string, most: string) => `một nửa số hồ sơ xong trong ${middle}, chín phần mười trong ${most}`,
  book: ['TT', 'Mã hồ sơ', 'Thủ tục', 'Người nộp', 'Liên hệ', 'Nhận', 'Hẹn trả', 'Đã trả', 'Cách trả', 'Ghi chú'],
  register: ['Số, ký hiệu', 'Ngày', 'Văn bản', 'Người nhận', 'Người ký', 'Hết hạn', 'Bản sao đã cấp', 'Ghi chú'],
  cash: ['Biên lai', 'Thời điểm', 'Người nộp', 'Khoản thu', 'Hình thức', 'Số tiền', 'Người thu'],
  forever: 'không thời hạn',
  revoked: (reason: string) => `Đã thu hồi: ${reason}`,
  refund: (items: string) => `Hoàn: ${items}`,
  passedOn: (all: number, fresh: number, carried: number) =>
    `Ngoài ra, ${all} hồ sơ đã chuyển cho cơ quan khác giải quyết trong kỳ (${fresh} nhận trong kỳ, ${carried} từ kỳ trước); không tính ở biểu này, cơ quan nhận hồ sơ báo cáo.`,
  cameFrom: (unit: string) => `Nhận từ ${unit}`,
  passedTo: (unit: string) => `Đã chuyển ${unit}`,
  steps: [
    'Quy trình',
    'Bước',
    'Cơ quan thực hiện',
    'Số lượt',
    'Ngắn hơn',
    'Bằng',
    'Dài hơn',
    'Số giờ đã dùng',
    'Số giờ được dùng'
  ],
  stepsNote:
    'Giờ làm việc, của hồ sơ đã giải quyết trong kỳ; thời gian tạm dừng không tính vào bước nào. Cơ quan dùng nhiều giờ hơn được dùng thì chỉ số 2 của hồ sơ là 0 điểm.',
  empty: 'Kỳ này chưa có gì.'
};

export const past = {
  look: 'Xem lại một thời điểm',
  step: 'Bước',
  at: 'Thời điểm',
  shown: (at: string) => `Hồ sơ như lúc ${at}`,
  back: 'Về hiện tại',
  none: 'Lúc đó hồ sơ chưa được nộp.',
  by: 'Tính theo',
  times: { act: 'lúc làm', arrival: 'lúc đến cổng' },
  timesHint:
    'Lúc làm: theo đồng hồ nơi làm, kể cả khi mất đường truyền. Lúc đến cổng: từ lúc đó các máy khác và người dân mới biết; việc chưa gửi chưa có ở đó.'
};

export const imports = {
  title: 'Nhập hồ sơ từ tệp',
  intro:
    'Tệp Excel, ODS hoặc CSV; dòng đầu là tên cột: Thủ tục (mã hoặc tên), Họ tên, Địa chỉ; có thể thêm Đối tượng (công dân, doanh nghiệp, cơ quan, tổ chức), Số giấy tờ, Mã số thuế, Ngày sinh, Điện thoại, Email, Nội dung, Kênh, Giấy tờ kèm theo (ngoài giấy tờ của thủ tục, cách nhau bằng dấu chấm phẩy, ví dụ: Hợp đồng (1 bản chính, 2 bản photo)), và các mục của tờ khai theo đúng tên. Chưa có gì được tiếp nhận cho đến khi bạn xác nhận.',
  open: 'Nhập từ tệp Excel, CSV',
  choose: 'Chọn tệp',
  summary: (good: number, bad: number) => `${good} dòng tiếp nhận được, ${bad} dòng cần sửa.`,
  ignored: (columns: string) => `Không dùng các cột: ${columns}.`,
  leftOut: (count: number) => `Còn ${count} dòng chưa đọc: tách tệp, mỗi lần nhiều nhất 5.000 dòng.`,
  known: (count: number) => `${count} dòng có thể đã nhập: người này đang có hồ sơ cùng thủ tục.`,
  withKnown: 'Vẫn tiếp nhận các dòng này',
  line: 'Dòng',
  name: 'Họ tên',
  problem: 'Cần sửa',
  outcome: 'Kết quả',
  missing: (column: string) => `thiếu “${column}”`,
  malformed: (column: string, text: string) => `“${text}” không đúng kiểu của mục “${column}”`,
  unknownService: (text: string) => `đơn vị không có thủ tục “${text}”`,
  unknownPaper: (text: string) =>
    `không hiểu số lượng của giấy tờ “${text}”; ghi như: Hợp đồng (1 bản chính, 2 bản photo)`,
  notADay: (text: string) => `“${text}” không phải là ngày đủ năm, ví dụ 05/12/1990`,
  twice: (line: number) => `trùng người và thủ tục với dòng ${line}`,
  progress: 'Đang tiếp nhận',
  confirm: (count: number) => `Tiếp nhận ${count} hồ sơ`,
  goOn: (count: number) => `Tiếp tục ${count} hồ sơ còn lại`,
  undo: (count: number) => `Hoàn tác ${count} hồ sơ vừa nhập`,
  undoReason: 'Nhập nhầm từ tệp.',
  undone: 'đã rút'
};

export const absence = {
  title: 'Vắng mặt, ủy quyền',
  intro: 'Trong thời gian vắng mặt, người được ủy quyền làm được mọi việc với hồ sơ của người vắng mặt.',
  who: 'Người vắng mặt',
  delegate: 'Người làm thay (cùng vai trò)',
  from: 'Từ ngày',
  until: 'Đến hết ngày',
  now: (from: string, until: string, name: string) => `Đang ủy quyền cho ${name} từ ${from} đến hết ${until}.`,
  remove: 'Bỏ ủy quyền',
  nobody: 'Không có ai cùng vai trò trong đơn vị để làm thay.',
  confirm: 'Ủy quyền',
  done: 'Đã ủy quyền: có hiệu lực ngay trên máy này; các máy khác biết khi cổng đã nhận.',
  removed: 'Đã bỏ ủy quyền trên máy này; các máy khác biết khi cổng đã nhận.',
  said: (user: string, delegate: string, from: string, until: string) =>
    `${delegate} làm thay ${user} từ ${from} đến hết ${until}`,
  saidBack: (user: string) => `Bỏ ủy quyền của ${user}`,
  waits: 'Có hiệu lực trên máy này; chờ gửi đến cổng, trước những việc người làm thay đã làm.'
};

export const reasons = {
  transfer: ['Thuộc thẩm quyền giải quyết của cơ quan nhận', 'Nơi cư trú của người nộp thuộc địa bàn cơ quan nhận'],
  extend: [
    'Hồ sơ phức tạp, cần thêm thời gian thẩm tra, xác minh.',
    'Chưa nhận được ý kiến của cơ quan phối hợp.',
    'Số lượng hồ sơ tăng đột biến trong kỳ.'
  ],
  reject: [
    'Thủ tục không thuộc thẩm quyền giải quyết của cơ quan.',
    'Hồ sơ không đúng đối tượng theo quy định của thủ tục.',
    'Người nộp không có giấy ủy quyền hợp lệ.',
    'Hồ sơ trùng với hồ sơ đã nộp và đang được giải quyết.'
  ],
  copy: ['Bản chính đã nộp cho cơ quan khác.', 'Dùng để nộp kèm hồ sơ khác.', 'Lưu hồ sơ của cơ quan, đơn vị.'],
  decline: [
    'Không đáp ứng điều kiện theo quy định của thủ tục.',
    'Không phù hợp với quy hoạch đã được phê duyệt.',
    'Kết quả xác minh không khớp với nội dung kê khai.',
    'Không thuộc trường hợp được giải quyết theo quy định.'
  ],
  supplement: [
    'Giấy tờ chưa có chứng thực theo quy định.',
    'Tờ khai chưa ghi đủ thông tin hoặc chưa ký.',
    'Bản chụp mờ, không đọc được.',
    'Giấy tờ đã hết giá trị sử dụng.'
  ],
  return: [
    'Căn cứ pháp lý trong dự thảo chưa đúng.',
    'Thông tin cá nhân trong dự thảo chưa khớp với hồ sơ.',
    'Cần xác minh thêm trước khi trình.',
    'Sai thể thức văn bản.'
  ],
  withdraw: ['Người nộp có đơn đề nghị rút hồ sơ.', 'Người nộp không còn nhu cầu.', 'Nộp nhầm thủ tục.']
};

/** Bodies that a proposal begins with; the specialist goes on from there. */
export const template = {
  title: (result: string) => result.toLocaleUpperCase('vi'),
  body: (unit: string, applicant: string, identity: string, address: string, subject: string) =>
    [
      `${unit} xác nhận:`,
      `Ông/Bà: ${applicant}`,
      identity ? `Số giấy tờ: ${identity}` : '',
      `Nơi cư trú: ${address}`,
      `Nội dung: ${subject}`,
      'Kết quả này có giá trị kể từ ngày ký và được cấp theo yêu cầu của người đề nghị.'
    ]
      .filter((text) => text !== '')
      .join('\n')
};

export const receive = {
  atOnce: 'Thủ tục giải quyết ngay: không cần giấy hẹn, chỉ in khi người nộp yêu cầu.',
  competent: 'Cơ quan giải quyết',
  competentHint:
    'Nhận thay cho cơ quan khác (phi địa giới hành chính): cấp mã của đơn vị bạn, hồ sơ chuyển ngay đến cơ quan giải quyết.',
  known: (count: number) => `Người này đã có ${count} hồ sơ cùng thủ tục chưa xong:`,
  title: 'Tiếp nhận tại quầy',
  intro: 'Một trang, từ trên xuống. Quét mã trên thẻ căn cước vào ô số giấy tờ để điền nhanh.',
  service: 'Thủ tục',
  serviceHint: 'Gõ mã hoặc vài chữ trong tên, không dấu cũng được',
  noService: 'Không có thủ tục nào khớp.',
  limit: 'Thời hạn',
  fee: 'Phí, lệ phí',
  gets: 'Kết quả',
  applicant: 'Người đề nghị',
  identity: 'Số giấy tờ',
  identityHint: 'CCCD, hộ chiếu hoặc mã số thuế',
  scanned: (name: string) => `Đã điền từ thẻ căn cước của ${name}.`,
  birthHint: 'ngày/tháng/năm',
  birthWrong: 'Ngày sinh viết dạng 31/12/1990.',
  other: 'Người khác nộp thay',
  byPost: 'Trả kết quả qua bưu chính',
  postAddress: 'Địa chỉ nhận kết quả',
  postAddressHint: 'Để trống: gửi về địa chỉ của người đề nghị',
  submitter: 'Họ tên người nộp',
  subject: 'Nội dung đề nghị',
  papers: 'Giấy tờ đã nộp',
  papersEmpty: 'Chọn thủ tục để thấy giấy tờ cần nộp.',
  addPaper: 'Thêm giấy tờ',
  paperName: 'Tên giấy tờ',
  attach: 'Đính kèm tệp',
  attaching: 'Đang đọc tệp…',
  removeFile: (name: string) => `Bỏ tệp ${name}`,
  entries: 'Thông tin khác trong tờ khai',
  entryName: 'Mục',
  entryValue: 'Nội dung',
  addEntry: 'Thêm mục',
  remove: 'Bỏ',
  confirm: 'Tiếp nhận và in giấy hẹn',
  confirmOffline: 'Lưu, in giấy hẹn, gửi sau',
  clear: 'Xóa hết, làm lại',
  doneTitle: 'Đã tiếp nhận',
  code: 'Mã hồ sơ',
  openCase: 'Mở hồ sơ',
  noServices: 'Đơn vị này chưa có thủ tục nào trong danh mục.',
  notClerk: 'Bạn không có vai trò bộ phận một cửa nên không tiếp nhận tại quầy được.'
};

export const key = {
  title: 'Nạp khóa ký',
  intro: 'Chọn tệp khóa (.p12, .pfx) và nhập mật khẩu của tệp. Khóa được mã hóa trên máy này bằng chính mật khẩu đó.',
  file: 'Tệp khóa',
  secret: 'Mật khẩu của tệp khóa',
  confirm: 'Nạp khóa',
  done: 'Đã nạp khóa ký vào máy này.',
  missing: 'Chọn tệp khóa và nhập mật khẩu.'
};

export const pending = {
  title: 'Việc chờ thực hiện',
  waits: 'Được thực hiện sau mười giây; nhấn Z để hoàn tác.',
  seconds: (n: number) => `thực hiện sau ${n} giây`,
  many: (count: number) => `${count} hồ sơ`,
  undo: 'Hoàn tác',
  now: 'Làm ngay',
  asked: (at: string) => `Chưa thực hiện khi chương trình dừng (${at}). Thực hiện hay bỏ?`,
  doIt: 'Thực hiện',
  again: 'Thử lại',
  leave: 'Bỏ',
  inBar: 'hoàn tác ở thanh dưới',
  states: { sealing: 'đang thực hiện', failed: 'chưa thực hiện được', asked: 'chờ bạn quyết định' },
  decideFirst: 'Việc trước với hồ sơ này còn chờ bạn quyết định.',
  decideFirstTodo: 'Chọn Thử lại hoặc Bỏ ở thanh cuối màn hình, rồi làm việc này.',
  undone: (act: string) => `Đã hoàn tác: ${act}.`
};

export const search = {
  suggestions: 'Gợi ý điều kiện',
  conditions: 'Điều kiện đang dùng',
  remove: (part: string) => `Bỏ điều kiện ${part}`,
  several: (n: number) => `${n} thủ tục`,
  names: {
    due: 'Hạn trả',
    field: 'Lĩnh vực',
    service: 'Thủ tục',
    applicant: 'Người',
    officer: 'Cán bộ',
    status: 'Trạng thái',
    decision: 'Kết quả',
    fee: 'Phí, lệ phí',
    channel: 'Cách nộp',
    code: 'Mã hồ sơ',
    received: 'Nhận trong tháng',
    done: 'Giải quyết xong trong tháng'
  },
  values: {
    late: 'quá hạn',
    today: 'hôm nay',
    days: {
      '<': (n: number) => `còn dưới ${n} ngày`,
      '<=': (n: number) => `còn không quá ${n} ngày`,
      '>': (n: number) => `còn hơn ${n} ngày`,
      '>=': (n: number) => `còn từ ${n} ngày`
    },
    me: 'tôi',
    granted: 'có kết quả',
    declined: 'từ chối giải quyết',
    unpaid: 'chưa nộp',
    paid: 'đã nộp',
    month: (month: string) => `tháng ${month}`
  },
  examples: {
    due: 'Viết như han:<3, han:qua, han:homnay.',
    field: 'Viết tên lĩnh vực mà đơn vị có thủ tục, như linhvuc:hotich.',
    service: 'Viết mã hoặc vài chữ trong tên, như thutuc:"khai sinh".',
    applicant: 'Viết tên, như nguoi:lan hoặc nguoi:"ngọc lan".',
    officer: 'Viết tên của một người trong đơn vị, như canbo:lan, hoặc canbo:toi.',
    status: 'Viết số từ 1 đến 10 hoặc tên, như trangthai:4.',
    decision: 'Viết ketqua:co hoặc ketqua:tuchoi.',
    fee: 'Viết phi:chua hoặc phi:roi.',
    channel: 'Viết kenh:quay, kenh:online hoặc kenh:buudien.',
    code: 'Viết mã hồ sơ, như ma:261123-0008.',
    received: 'Viết tháng, như nhan:11/2026.',
    done: 'Viết tháng, như xong:11/2026.'
  },
  unknown: (part: string) => `Không hiểu điều kiện “${part}”.`,
  unknownTodo: 'Để trống ô tìm kiếm để xem các điều kiện dùng được.',
  badValue: (part: string, name: string) => `Không hiểu giá trị trong “${part}” (${name}).`,
  notYet: 'Không có gì để tìm theo điều kiện này.',
  notYetTodo: 'Thêm vài chữ (tên, mã, số giấy tờ) hoặc bỏ điều kiện chưa hiểu được.',
  foundIn: {
    identity: 'Số giấy tờ',
    phone: 'Điện thoại',
    address: 'Địa chỉ',
    subject: 'Nội dung',
    submitter: 'Người nộp',
    paper: 'Giấy tờ',
    note: 'Ghi chú',
    message: 'Tin nhắn'
  } satisfies Record<FoundIn, string>
};

export const views = {
  title: 'Cách xem của tôi',
  save: 'Lưu cách xem này',
  saved: (n: number) => `Cách xem đã lưu, phím ${n}`,
  name: 'Tên',
  hint: (n: number) => `Sau này nhấn phím ${n} để mở.`,
  confirm: 'Lưu',
  rename: 'Đổi tên',
  remove: 'Bỏ cách xem',
  full: 'Đã có đủ chín cách xem, mỗi phím số một cách. Mở một cách xem không dùng nữa rồi bỏ nó.',
  share: 'Gửi đồng nghiệp',
  copy: 'Chép',
  copied: 'Đã chép',
  given: 'Nhận từ đồng nghiệp',
  givenHint: 'Dán dòng motcua-xem:…',
  take: 'Nhận',
  look: 'Cột và nhóm',
  columns: 'Cột',
  group: 'Xếp nhóm theo',
  groups: { none: 'Không', service: 'Thủ tục', status: 'Tình trạng', owner: 'Người xử lý', due: 'Ngày hẹn trả' },
  noDay: 'Chưa có hạn',
  inGroup: (name: string, count: number) => `${name} · ${count} hồ sơ`
};

export const scan = {
  title: 'Thẻ căn cước vừa quét',
  cases: 'Hồ sơ của người này',
  receive: 'Tiếp nhận mới',
  unknown: 'Không nhận ra mã vừa quét.',
  unknownTodo: 'Quét mã trên giấy hẹn hoặc mã QR trên thẻ căn cước.',
  noCase: (code: string) => `Máy này không có hồ sơ ${code}.`,
  noCaseTodo: 'Hồ sơ có thể thuộc đơn vị khác, hoặc chưa đồng bộ về máy này.',
  replace: (scanned: string, typed: string) => `Vừa quét thẻ của ${scanned}; đang điền cho ${typed}.`,
  replaceYes: 'Thay bằng người vừa quét',
  replaceNo: 'Giữ nguyên'
};

export const messages = {
  title: 'Trao đổi với người nộp',
  waits: 'Người nộp đang chờ trả lời',
  answer: 'Trả lời',
  write: 'Nhắn thêm',
  text: 'Nội dung gửi người nộp'
};

export const person = {
  title: 'Hồ sơ khác của người này',
  none: 'Không có hồ sơ nào khác cùng số giấy tờ.',
  back: (name: string) => `Về hồ sơ ${name}`
};

export const palette = {
  title: 'Lệnh',
  label: 'Gõ tên việc, danh sách, màn hình, mã hồ sơ hoặc họ tên (Ctrl+K)',
  placeholder: 'Gõ vài chữ: việc cần làm, mã hồ sơ, họ tên…',
  groups: {
    act: 'Việc với hồ sơ',
    recent: 'Vừa xem',
    found: 'Hồ sơ',
    view: 'Cách xem',
    queue: 'Danh sách',
    screen: 'Màn hình',
    comfort: 'Hiển thị'
  },
  nothing: (query: string) => `Không có gì khớp với “${query}”.`,
  looking: 'Đang tìm hồ sơ…',
  count: (n: number) => `${n} mục`,
  hint: '↑ ↓ chọn, Enter làm'
};

export const shortcuts = {
  title: 'Phím tắt',
  everywhere: 'Ở mọi nơi',
  here: 'Dùng được lúc này',
  elsewhere: 'Các phím khác',
  goTo: 'Đi tới',
  otherActs: 'Việc với hồ sơ khác',
  inList: 'Trong danh sách',
  inOpenCase: 'Trong hồ sơ',
  tick: 'Đánh dấu để xử lý cùng lúc',
  range: 'Đánh dấu từ hồ sơ vừa đánh dấu đến đây',
  extend: 'Đánh dấu thêm hồ sơ sau (↑: trước)',
  far: 'Một trang lên, xuống; đầu, cuối danh sách',
  inCase: 'Việc với hồ sơ đang mở',
  inDialog: 'Trong hộp thoại',
  search: 'Tìm hồ sơ',
  receive: 'Tiếp nhận tại quầy',
  help: 'Bảng phím tắt này',
  views: 'Mở cách xem đã lưu',
  groups: 'Sang nhóm trước, nhóm sau, khi danh sách xếp nhóm',
  move: 'Lên, xuống',
  open: 'Mở hồ sơ',
  back: 'Về danh sách, đóng',
  nextCase: 'Hồ sơ sau, trước',
  undo: 'Hoàn tác việc vừa làm (trong 10 giây)',
  widen: 'Mở rộng, thu lại hồ sơ',
  confirm: 'Xác nhận',
  keep: 'Đóng, giữ nội dung đang gõ',
  off: 'Phím tắt không chạy khi đang gõ trong ô chữ hoặc đang bỏ dấu.'
};

/** Entries as refusals name them. */
export const entries: Record<string, string> = {
  applicant_name: 'Họ tên người đề nghị',
  address: 'Địa chỉ',
  phone: 'Điện thoại',
  identity_number: 'Số giấy tờ',
  email: 'Thư điện tử',
  submitter: 'Người nộp thay',
  subject: 'Nội dung đề nghị',
  papers: 'Giấy tờ',
  paper: 'Tên giấy tờ',
  reason: 'Lý do',
  note: 'Ghi chú',
  title: 'Tên văn bản',
  body: 'Nội dung văn bản',
  recipient: 'Người nhận',
  entry: 'Mục trong tờ khai',
  register: 'Sổ văn bản',
  number: 'Số văn bản',
  issued_on: 'Ngày văn bản',
  file_name: 'Tên tệp',
  media_type: 'Loại tệp',
  file_size: 'Dung lượng tệp'
};
