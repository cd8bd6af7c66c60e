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

/** Short words for chips; the national names come with the catalogue. */
export const statuses: Record<Status, string> = {
  filed: 'Mới đăng ký',
  accepted: 'Đã tiếp nhận',
  rejected: 'Không tiếp nhận',
  in_progress: 'Đang xử lý',
  awaiting_supplement: 'Chờ bổ sung',
  awaiting_payment: 'Chờ nộp phí',
  withdrawn: 'Đã rút',
  stopped: 'Dừng xử lý',
  done: 'Đã có kết quả',
  handed_over: 'Đã trả kết quả'
};

export const roles: Record<Role, string> = {
  MC: 'Bộ phận một cửa',
  CV: 'Chuyên viên',
  LP: 'Lãnh đạo phòng',
  LD: 'Lãnh đạo đơn vị',
  VT: 'Văn thư',
  QT: 'Quản trị'
};

export const stepKinds: Record<StepKind, string> = {
  receive: 'Tiếp nhận',
  assign: 'Phân công',
  handle: 'Xử lý',
  draft: 'Dự thảo',
  review: 'Xem xét',
  sign: 'Ký',
  number: 'Vào số, đóng dấu',
  hand_over: 'Trả kết quả'
};

export const channels: Record<Channel, string> = {
  counter: 'Nộp tại quầy',
  online: 'Nộp trực tuyến',
  post: 'Nộp qua bưu chính'
};

export const methods: Record<HandOverMethod, string> = {
  counter: 'Tại quầy',
  post: 'Qua bưu chính công ích',
  online: 'Bản điện tử trên cổng'
};

export const payments: Record<PaymentMethod, string> = {
  cash: 'Tiền mặt',
  transfer: 'Chuyển khoản',
  online: 'Trực tuyến'
};

export const applicantKinds: Record<ApplicantKind, string> = {
  citizen: 'Công dân',
  business: 'Doanh nghiệp',
  agency: 'Cơ quan nhà nước',
  other: 'Tổ chức khác'
};

/** Cases that the agency has declined after appraisal, instead of their status. */
export const declined = { done: 'Từ chối giải quyết', handed_over: 'Từ chối, đã trả' };

export const queues: Record<Queue, string> = {
  mine: 'Việc của tôi',
  today: 'Hôm nay',
  new: 'Mới nộp',
  waiting: 'Chờ người dân',
  questions: 'Chờ trả lời',
  consultations: 'Lấy ý kiến',
  to_sign: 'Chờ ký',
  to_number: 'Chờ vào số',
  to_hand_over: 'Chờ trả',
  late: 'Quá hạn',
  open: 'Đang mở',
  all: 'Tất cả'
};

export const queueHints: Record<Queue, string> = {
  mine: 'Những hồ sơ bạn làm tiếp được ngay, gấp nhất ở trên',
  today: 'Đến hạn trong một ngày làm việc, hoặc vừa bị trả lại',
  new: 'Đã nộp, chưa tiếp nhận',
  waiting: 'Đang chờ người nộp bổ sung giấy tờ',
  questions: 'Người nộp đã nhắn và đang chờ cơ quan trả lời',
  consultations:
    'Đang chờ ý kiến của đơn vị khác, hoặc đơn vị khác đang chờ ý kiến của đơn vị này; hết hạn trước ở trên',
  to_sign: 'Chờ lãnh đạo ký',
  to_number: 'Đã ký, chờ vào số và đóng dấu',
  to_hand_over: 'Đã có kết quả, người dân chưa nhận',
  late: 'Đã qua thời điểm hẹn trả',
  open: 'Mọi hồ sơ chưa kết thúc',
  all: 'Mọi hồ sơ của đơn vị'
};

export const queueEmpty: Record<Queue, string> = {
  mine: 'Không còn việc nào chờ bạn.',
  today: 'Không có hồ sơ nào đến hạn hôm nay.',
  new: 'Không có hồ sơ mới nộp.',
  waiting: 'Không có hồ sơ nào chờ bổ sung.',
  questions: 'Không có người nộp nào đang chờ trả lời.',
  consultations: 'Không có ý kiến nào đang chờ.',
  to_sign: 'Không có kết quả nào chờ ký.',
  to_number: 'Không có kết quả nào chờ vào số.',
  to_hand_over: 'Không có kết quả nào chờ trả.',
  late: 'Không có hồ sơ quá hạn.',
  open: 'Không có hồ sơ nào đang mở.',
  all: 'Chưa có hồ sơ nào.'
};

export const sync: Record<SyncState, string> = {
  on_this_computer: 'Trên máy này',
  received: 'Cổng đã nhận',
  published: 'Đã công bố',
  refused: 'Bị từ chối'
};

export const syncHints: Record<SyncState, string> = {
  on_this_computer: 'Đã lưu trên máy này, cổng chưa trả lời',
  received: 'Cổng đã ghi nhận; văn bản còn đang trên đường gửi',
  published: 'Cổng đã có đủ, người dân xem được',
  refused: 'Cổng không chấp nhận: xem mục xung đột'
};

/** On buttons. */
export const acts: Record<ActKind, string> = {
  accept: 'Tiếp nhận',
  reject: 'Từ chối tiếp nhận',
  request_supplement: 'Yêu cầu bổ sung',
  receive_supplement: 'Nhận giấy tờ bổ sung',
  assign: 'Phân công',
  take_over: 'Nhận xử lý',
  complete_step: 'Hoàn thành bước',
  return_step: 'Trả lại bước trước',
  propose_result: 'Trình kết quả',
  propose_rejection: 'Từ chối giải quyết',
  approve: 'Ký duyệt',
  number: 'Vào số, đóng dấu',
  hand_over: 'Trả kết quả',
  withdraw: 'Rút hồ sơ',
  stop: 'Dừng xử lý',
  request_payment: 'Yêu cầu nghĩa vụ tài chính',
  resume: 'Tiếp tục xử lý',
  extend: 'Xin lỗi, hẹn lại ngày',
  recall: 'Thu hồi về bước trước',
  change_variant: 'Chuyển trường hợp',
  note: 'Ghi chú',
  message: 'Nhắn người nộp',
  correct: 'Sửa thông tin',
  consult: 'Lấy ý kiến',
  answer_consultation: 'Ghi ý kiến trả lời',
  complain: 'Ghi nhận khiếu nại',
  answer_complaint: 'Trả lời khiếu nại',
  revoke: 'Thu hồi kết quả',
  issue_copy: 'Cấp bản sao',
  transfer: 'Chuyển cơ quan khác',
  collect_fee: 'Thu phí, lệ phí',
  refund_fee: 'Hoàn phí'
};

/** On the button that confirms, with a line to the portal. */
export const confirms: Record<ActKind, string> = {
  accept: 'Tiếp nhận và in giấy hẹn',
  reject: 'Từ chối và in phiếu từ chối',
  request_supplement: 'Gửi yêu cầu và in phiếu',
  receive_supplement: 'Nhận giấy tờ',
  assign: 'Giao việc',
  take_over: 'Nhận xử lý',
  complete_step: 'Hoàn thành và chuyển tiếp',
  return_step: 'Trả lại',
  propose_result: 'Trình lên',
  propose_rejection: 'Trình từ chối lên',
  approve: 'Ký và chuyển văn thư',
  number: 'Vào số và đóng dấu',
  hand_over: 'Ghi nhận đã trả',
  withdraw: 'Rút hồ sơ',
  stop: 'Dừng xử lý và in thông báo',
  request_payment: 'Gửi yêu cầu',
  resume: 'Tiếp tục xử lý',
  extend: 'Ký phiếu xin lỗi và hẹn lại',
  recall: 'Thu hồi',
  change_variant: 'Chuyển trường hợp',
  note: 'Lưu ghi chú',
  message: 'Gửi',
  correct: 'Lưu thông tin đã sửa',
  consult: 'Gửi câu hỏi',
  answer_consultation: 'Lưu ý kiến',
  complain: 'Ghi nhận',
  answer_complaint: 'Trả lời',
  revoke: 'Thu hồi kết quả',
  issue_copy: 'Cấp và in bản sao',
  transfer: 'Chuyển',
  collect_fee: 'Thu tiền và in biên lai',
  refund_fee: 'Hoàn tiền'
};

/** On the button that confirms, while there is no line. */
export const confirmsOffline: Record<ActKind, string> = {
  accept: 'Lưu, in giấy hẹn, gửi sau',
  reject: 'Lưu, in phiếu từ chối, gửi sau',
  request_supplement: 'Lưu, in phiếu, gửi sau',
  receive_supplement: 'Lưu, gửi sau',
  assign: 'Lưu, gửi sau',
  take_over: 'Lưu, gửi sau',
  complete_step: 'Lưu, gửi sau',
  return_step: 'Lưu, gửi sau',
  propose_result: 'Lưu, gửi sau',
  propose_rejection: 'Lưu, gửi sau',
  approve: 'Ký, lưu, gửi sau',
  number: 'Vào số, lưu, gửi sau',
  hand_over: 'Lưu, gửi sau',
  withdraw: 'Lưu, gửi sau',
  stop: 'Lưu, in thông báo, gửi sau',
  request_payment: 'Lưu, gửi sau',
  resume: 'Lưu, gửi sau',
  extend: 'Ký, lưu, gửi sau',
  recall: 'Lưu, gửi sau',
  change_variant: 'Lưu, gửi sau',
  note: 'Lưu, gửi sau',
  message: 'Lưu, gửi sau',
  correct: 'Lưu, gửi sau',
  consult: 'Lưu, gửi sau',
  answer_consultation: 'Lưu, gửi sau',
  complain: 'Lưu, gửi sau',
  answer_complaint: 'Lưu, gửi sau',
  revoke: 'Lưu, gửi sau',
  issue_copy: 'Lưu, in bản sao, gửi sau',
  transfer: 'Lưu, gửi sau',
  collect_fee: 'Thu tiền, in biên lai, gửi sau',
  refund_fee: 'Lưu, gửi sau'
};

export const actHints: Record<ActKind, (next: string | null) => string> = {
  accept: () => 'Hồ sơ đủ và hợp lệ. Thời hạn bắt đầu tính từ lúc này; người nộp nhận giấy hẹn (Mẫu 01).',
  reject: () => 'Hồ sơ không được tiếp nhận. Người nộp nhận phiếu từ chối (Mẫu 03) có ghi rõ lý do.',
  request_supplement: () =>
    'Đồng hồ thời hạn dừng cho đến khi giấy tờ được nộp. Hướng dẫn một lần, đầy đủ và chính xác (Mẫu 02).',
  receive_supplement: () => 'Ghi số bản đã nhận; thời hạn được tính lại theo quy định của thủ tục.',
  assign: (next) => (next ? `Người được giao nhận hồ sơ ở bước “${next}”.` : 'Người được giao nhận hồ sơ ngay.'),
  take_over: () => 'Bạn là người xử lý hồ sơ này.',
  complete_step: (next) => (next ? `Hồ sơ chuyển sang bước “${next}”.` : 'Hồ sơ chuyển sang bước sau.'),
  return_step: () => 'Hồ sơ quay lại bước đã chọn. Nếu kết quả đã ký thì chữ ký không còn dùng được.',
  propose_result: (next) => (next ? `Dự thảo được trình sang bước “${next}”.` : 'Dự thảo được trình lên.'),
  propose_rejection: (next) =>
    `Qua thẩm định, hồ sơ không đủ điều kiện. Phiếu từ chối (Mẫu 03) đi như một kết quả: ký, vào số, trả cho người nộp trong thời hạn${next ? `; bước tiếp theo “${next}”` : ''}.`,
  approve: (next) =>
    next
      ? `Văn bản được ký số bằng khóa của bạn và chuyển sang bước “${next}”.`
      : 'Văn bản được ký số bằng khóa của bạn.',
  number: () => 'Văn bản được cấp số tiếp theo trong sổ, ghi ngày hôm nay và đóng dấu số của đơn vị.',
  hand_over: () => 'Hồ sơ kết thúc khi người dân đã nhận kết quả.',
  withdraw: () => 'Hồ sơ kết thúc theo đề nghị của người nộp. Việc này không hoàn lại được.',
  stop: () => 'Đồng hồ thời hạn dừng; hồ sơ chưa được coi là xong. Người nộp được thông báo lý do.',
  request_payment: () => 'Đồng hồ thời hạn dừng cho đến khi người nộp thực hiện xong nghĩa vụ tài chính.',
  resume: () => 'Thời hạn chạy tiếp từ chỗ đã dừng: hạn trả lùi đúng bằng thời gian dừng.',
  extend: () =>
    'Chỉ được hẹn lại một lần, chậm nhất một ngày trước hạn. Phiếu xin lỗi (Mẫu 04) được ký số bằng khóa của bạn.',
  recall: () => 'Hồ sơ quay lại bước bạn vừa chuyển, khi chưa ai làm tiếp.',
  change_variant: () =>
    'Hồ sơ theo thời hạn của trường hợp đó, tính từ khi tiếp nhận. Ngày hẹn mới được báo cho người nộp. Chỉ khi còn trong hạn.',
  message: () => 'Người nộp đọc được khi tra cứu, và được báo tin nếu có thư điện tử hoặc số điện thoại.',
  note: () => 'Chỉ cán bộ của đơn vị đọc được; người nộp không thấy.',
  correct: () =>
    'Điều đã ghi trước đó vẫn còn trong lịch sử, kèm lý do sửa. Văn bản đã dự thảo theo thông tin cũ phải trình lại.',
  consult: () => 'Nội dung và thời hạn được ghi lại; hồ sơ vẫn do đơn vị này xử lý.',
  answer_consultation: () => 'Ý kiến trả lời được lưu cùng câu hỏi.',
  complain: () => 'Khiếu nại được chuyển tới lãnh đạo để trả lời.',
  answer_complaint: () => 'Người nộp đọc được câu trả lời khi tra cứu.',
  revoke: () => 'Kết quả đã ban hành không còn giá trị; văn bản cũ vẫn được lưu.',
  issue_copy: () =>
    'Ghi số bản, người nhận, lý do vào sổ kết quả rồi in bản sao có dấu “SAO Y” để ký, đóng dấu. Không cấp bản sao của kết quả đã thu hồi.',
  transfer: () =>
    'Hồ sơ thuộc về cơ quan nhận kể từ lúc này; mã hồ sơ và hạn trả giữ nguyên. Đơn vị bạn không xử lý tiếp được nữa.',
  collect_fee: () => 'Số tiền theo danh mục của thủ tục. Mỗi khoản chỉ thu một lần.',
  refund_fee: () => 'Khoản đã thu được trả lại người nộp, kèm lý do.'
};

export const commands: CommandWords = {
  file: () => 'Ghi nhận hồ sơ',
  receive: (command) => `Tiếp nhận hồ sơ ${command.code}`,
  accept: (command) => `Tiếp nhận hồ sơ ${command.code}`,
  reject: (command) => `Từ chối tiếp nhận: ${command.reason}`,
  request_supplement: (command) => `Yêu cầu bổ sung ${command.papers.length} giấy tờ`,
  receive_supplement: (command) => `Nhận bổ sung ${command.papers.length} giấy tờ`,
  assign: (command, names) => `Giao cho ${names.person(command.to)}`,
  complete_step: () => 'Hoàn thành bước',
  return_step: (command, names) => `Trả lại bước “${names.step(command.to)}”`,
  propose_result: (command) => `Trình kết quả: ${command.title}`,
  propose_rejection: (command) => `Trình từ chối giải quyết: ${command.reason}`,
  approve: (command) => `Ký duyệt: ${command.states.title}`,
  number: (command) => `Vào số ${command.number}/${command.register}: ${command.states.title}`,
  hand_over: (command) => `Trả kết quả cho ${command.to}`,
  withdraw: (command) => `Rút hồ sơ: ${command.reason}`,
  stop: (command) => `Dừng xử lý: ${command.reason}`,
  request_payment: (command) => `Yêu cầu nghĩa vụ tài chính: ${command.reason}`,
  resume: () => 'Tiếp tục xử lý',
  extend: (command, names) => `Xin lỗi, hẹn lại ngày ${names.day(command.to)}`,
  recall: (command) => `Thu hồi về bước trước: ${command.reason}`,
  change_variant: (command) => `Chuyển trường hợp: ${command.reason}`,
  message: (command) => `Nhắn người nộp: ${command.text}`,
  note: (command) => `Ghi chú: ${command.text}`,
  correct: (command) => `Sửa thông tin: ${command.reason}`,
  consult: (command, names) => `Lấy ý kiến ${names.unit(command.unit)}`,
  answer_consultation: (command) => `Ghi ý kiến trả lời: ${command.answer}`,
  complain: (command) => `Ghi nhận khiếu nại: ${command.text}`,
  answer_complaint: (command) => `Trả lời khiếu nại: ${command.answer}`,
  revoke: (command) => `Thu hồi kết quả: ${command.reason}`,
  issue_copy: (command) => `Cấp ${command.copies} bản sao cho ${command.name}`,
  transfer: (command, names) => `Chuyển đến ${names.unit(command.to)}: ${command.reason}`,
  collect_fee: (command) => `Thu phí, biên lai ${command.receipt}`,
  refund_fee: (command) => `Hoàn phí: ${command.reason}`
};

const some = (...lines: string[]) => lines.filter((line) => line.trim() !== '');

export const events: EventWords = {
  filed: (event) => ({
    title: event.application.channel === 'counter' ? 'Hồ sơ được nộp tại quầy' : 'Hồ sơ được nộp',
    details: some(event.application.subject)
  }),
  accepted: (event, names) => ({
    title: `Tiếp nhận, hẹn trả ${names.when(event.due_at)}`,
    details: some(`Mã hồ sơ ${event.code}`)
  }),
  rejected: (event) => ({ title: 'Từ chối tiếp nhận', details: some(event.reason) }),
  supplement_requested: (event) => ({ title: 'Yêu cầu bổ sung giấy tờ', details: some(...event.papers, event.reason) }),
  supplement_received: (event, names) => ({
    title: 'Nhận giấy tờ bổ sung',
    details: some(
      ...event.papers.map((paper) => paper.name),
      event.due_at === null ? '' : `Hẹn trả mới ${names.when(event.due_at)}`
    )
  }),
  assigned: (event, names) => ({
    title:
      event.from === null
        ? `Giao cho ${names.person(event.to)}`
        : `Chuyển từ ${names.person(event.from)} sang ${names.person(event.to)}`,
    details: some(event.note)
  }),
  step_completed: (event, names) => ({
    title: `Xong “${names.step(event.step)}”, chuyển “${names.step(event.next)}”`,
    details: some(event.note)
  }),
  step_returned: (event, names) => ({
    title: `Trả từ “${names.step(event.step)}” về “${names.step(event.to)}”`,
    details: some(event.reason)
  }),
  result_proposed: (event) => ({ title: 'Trình dự thảo kết quả', details: some(event.title) }),
  rejection_proposed: (event) => ({ title: 'Trình từ chối giải quyết', details: some(event.reason) }),
  approved: (event) => ({ title: 'Ký duyệt kết quả', details: some(event.document.name) }),
  numbered: (event, names) => ({
    title: `${event.decision === 'declined' ? 'Từ chối giải quyết, vào số' : 'Vào số'} ${event.number}/${event.register}, ngày ${names.day(event.issued_on)}`,
    details: some(event.title)
  }),
  handed_over: (event) => ({
    title: `Trả kết quả cho ${event.to}`,
    details: some(methods[event.method], event.note)
  }),
  withdrawn: (event) => ({ title: 'Rút hồ sơ', details: some(event.reason) }),
  stopped: (event) => ({ title: 'Dừng xử lý', details: some(event.reason) }),
  payment_requested: (event) => ({ title: 'Yêu cầu thực hiện nghĩa vụ tài chính', details: some(event.reason) }),
  resumed: (event, names) => ({
    title: 'Tiếp tục xử lý',
    details: some(event.note, event.due_at === null ? '' : `Hẹn trả mới ${names.when(event.due_at)}`)
  }),
  extended: (event, names) => ({
    title: `Xin lỗi, hẹn lại từ ${names.when(event.from)} sang ${names.when(event.to)}`,
    details: some(event.reason)
  }),
  variant_changed: (event, names) => ({
    title: `Chuyển trường hợp, hẹn trả ${names.when(event.due_at)}`,
    details: some(event.reason)
  }),
  recalled: (event, names) => ({
    title: `Thu hồi từ “${names.step(event.step)}” về “${names.step(event.to)}”`,
    details: some(event.reason)
  }),
  noted: (event) => ({ title: 'Ghi chú', details: some(event.text) }),
  messaged: (event) => ({ title: 'Trao đổi với người nộp', details: some(event.text) }),
  corrected: (event) => ({
    title: 'Sửa thông tin hồ sơ',
    details: some(`Lý do: ${event.reason}`, event.applicant.name, event.subject)
  }),
  consultation_asked: (event, names) => ({
    title: `Lấy ý kiến ${names.unit(event.unit)}, trả lời trước ${names.day(event.answer_by)}`,
    details: some(event.question)
  }),
  consultation_answered: (event) => ({ title: 'Có ý kiến trả lời', details: some(event.answer) }),
  complained: (event) => ({ title: 'Khiếu nại', details: some(event.text) }),
  complaint_answered: (event) => ({
    title: event.upheld ? 'Khiếu nại đúng' : 'Khiếu nại không đúng',
    details: some(event.answer)
  }),
  revoked: (event) => ({ title: 'Thu hồi kết quả', details: some(event.reason) }),
  copy_issued: (event) => ({ title: `Cấp ${event.copies} bản sao cho ${event.name}`, details: some(event.reason) }),
  reopened: (event, names) => ({ title: `Làm lại kết quả từ bước “${names.step(event.to)}”`, details: [] }),
  fee_collected: (event) => ({
    title: `Thu ${dong(event.lines.reduce((sum, line) => sum + line.amount, 0))}, biên lai ${event.receipt}`,
    details: some(...event.lines.map((line) => `${line.name}: ${dong(line.amount)}`), payments[event.method])
  }),
  passed: (event, names) => ({
    title: event.wholly
      ? `Chuyển đến cơ quan có thẩm quyền: ${names.unit(event.to)}`
      : `Chuyển đến ${names.unit(event.to)}`,
    details: some(event.reason ?? '')
  }),
  fee_refunded: (event) => ({ title: 'Hoàn phí, lệ phí', details: some(event.reason) })
};

const hours = (minutes: number) => `${Math.floor(minutes / 60)} giờ ${minutes % 60} phút làm việc`;

export const addends: AddendWords = {
  working_days: (addend) => `Thời hạn của thủ tục: ${addend.days} ngày làm việc, mỗi ngày 8 giờ`,
  calendar_days: (addend) => `Thời hạn của thủ tục: ${addend.days} ngày theo lịch`,
  same_day: () => 'Thủ tục giải quyết trong ngày',
  after_cutoff: (addend) =>
    `Nhận từ ${String(Math.floor(addend.cutoff / 60)).padStart(2, '0')}:${String(addend.cutoff % 60).padStart(2, '0')} trở đi nên tính sang ngày làm việc sau`,
  after_hours: (addend, names) => `Nhận ngoài giờ làm việc nên tính từ ${names.when(addend.counted_from)}`,
  weekend: (addend) => `Bỏ qua ${addend.days} ngày nghỉ cuối tuần`,
  holiday: (addend, names) => `Nghỉ ngày ${names.day(addend.day)}: ${addend.name}`,
  makeup_day: (addend, names) => `Làm bù ngày ${names.day(addend.day)}: ${addend.name}`,
  moved_off_rest: (addend, names) => `Ngày cuối rơi vào ngày nghỉ nên chuyển sang ${names.day(addend.to)}`,
  variant: (addend) => `Thuộc trường hợp “${addend.name}”: ${addend.reason}`,
  restarted: (addend, names) => `Tính lại từ đầu khi hồ sơ đủ, ${names.when(addend.at)} (Nghị định 61/2018, Điều 19.4)`,
  paused: (addend, names) =>
    `Tạm dừng từ ${names.when(addend.from)} đến ${names.when(addend.until)}: cộng ${hours(addend.minutes)}`,
  extended: (addend, names) =>
    `Hẹn lại sang ${names.day(addend.to)}: ${addend.reason} (Nghị định 61/2018, Điều 19.9)` +
    (addend.told_late ? `; lời xin lỗi đến Cổng ngày ${names.day(addend.told_late)}, không còn trước hạn cũ` : '')
};
