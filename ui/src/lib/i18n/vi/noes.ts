/** What refusals, failures and troubles of the line say: what happened, and what to do. */
import type { AbsenceRefusal, Trouble } from '$lib/generated/types';
import { bundleNoes } from './bundles';
import type { Explanation, FailureWords, RefusalWords } from '../shapes';

const callAdministrator = 'Báo người quản trị của đơn vị kèm mã hồ sơ.';
const reload = 'Mở lại hồ sơ, xem tình trạng mới rồi quyết định tiếp.';

export const refusals: RefusalWords = {
  no_such_case: () => ({
    what: 'Cổng không có hồ sơ này.',
    todo: 'Kiểm tra lại mã hồ sơ; nếu hồ sơ vừa được lập ở máy khác, chờ máy đó gửi lên rồi làm lại.'
  }),
  case_exists: () => ({ what: 'Hồ sơ này đã có rồi.', todo: 'Tìm hồ sơ trong danh sách và làm tiếp ở đó.' }),
  case_moved_on: (refusal, names) => ({
    what: `Hồ sơ đã chuyển đi trước đó: hiện là “${names.status(refusal.status)}”${refusal.step ? `, bước “${names.step(refusal.step)}”` : ''}.`,
    todo: reload
  }),
  not_in_this_status: (refusal, names) => ({
    what: `Không làm được việc này khi hồ sơ đang “${names.status(refusal.status)}”.`,
    todo: reload
  }),
  not_in_this_step: (refusal, names) => ({
    what: refusal.step
      ? `Không làm được việc này ở bước “${names.step(refusal.step)}”.`
      : 'Hồ sơ không ở trong bước nào nên không làm được việc này.',
    todo: reload
  }),
  unknown_user: (refusal, names) => ({
    what: `Không có người dùng “${names.person(refusal.user)}” trong đơn vị.`,
    todo: 'Chọn người khác, hoặc nhờ quản trị thêm người này.'
  }),
  user_not_active: (refusal, names) => ({
    what: `Tài khoản của ${names.person(refusal.user)} đã ngừng hoạt động.`,
    todo: 'Chọn người khác, hoặc nhờ quản trị mở lại tài khoản.'
  }),
  other_unit: (refusal, names) => ({
    what: `Hồ sơ thuộc đơn vị ${names.unit(refusal.unit)}.`,
    todo: 'Đơn vị đó mới được xử lý hồ sơ này; liên hệ với họ.'
  }),
  role_missing: (refusal, names) => ({
    what: `Việc này cần vai trò “${names.role(refusal.role)}”.`,
    todo: 'Nhờ người có vai trò đó làm, hoặc nhờ quản trị cấp vai trò.'
  }),
  with_someone_else: (refusal, names) => ({
    what: `Hồ sơ đang do ${names.person(refusal.assignee)} xử lý.`,
    todo: 'Nhờ người đó làm tiếp, hoặc nhờ lãnh đạo phân công lại.'
  }),
  assignee_changed: (refusal, names) => ({
    what:
      refusal.now === null
        ? 'Người xử lý đã thay đổi: hiện chưa giao cho ai.'
        : `Người xử lý đã thay đổi: hiện là ${names.person(refusal.now)}.`,
    todo: 'Mở lại hồ sơ và phân công lại nếu vẫn cần.'
  }),
  officials_only: () => ({ what: 'Chỉ cán bộ mới làm được việc này.', todo: 'Đăng nhập bằng tài khoản cán bộ.' }),
  not_your_case: () => ({
    what: 'Chỉ người nộp hoặc bộ phận một cửa mới làm được việc này.',
    todo: 'Nhờ bộ phận một cửa của đơn vị.'
  }),
  not_received_elsewhere: (refusal, names) => ({
    what: `Thủ tục “${names.service(refusal.service)}” chỉ cơ quan có thẩm quyền mới tiếp nhận.`,
    todo: 'Hướng dẫn người nộp đến cơ quan đó, hoặc nộp qua Cổng.'
  }),
  still_waiting: (refusal, names) => ({
    what: `Bước này tự kết thúc khi hết thời hạn, từ ngày ${names.day(refusal.until)}.`,
    todo: 'Chờ đến ngày đó; hồ sơ tự chuyển sang bước sau.'
  }),
  unknown_edition: (refusal) => ({
    what: `Cổng không biết bộ danh mục “${refusal.edition}”.`,
    todo: 'Đồng bộ lại để lấy danh mục mới. Nếu vẫn vậy: báo quản trị.'
  }),
  unknown_service: (refusal) => ({
    what: `Không có thủ tục ${refusal.service} trong danh mục.`,
    todo: 'Chọn thủ tục khác, hoặc nhờ quản trị bổ sung danh mục.'
  }),
  service_not_at_unit: (refusal, names) => ({
    what: `${names.unit(refusal.unit)} không tiếp nhận thủ tục này.`,
    todo: 'Hướng dẫn người nộp đến đúng đơn vị.'
  }),
  workflow_broken: () => ({ what: 'Quy trình của thủ tục này bị thiếu bước.', todo: callAdministrator }),
  unknown_step: (refusal, names) => ({
    what: `Không chuyển được đến bước “${names.step(refusal.step)}”.`,
    todo: 'Chọn bước khác trong danh sách.'
  }),
  entry_missing: (refusal, names) => ({
    what: `Chưa nhập “${names.entry(refusal.entry)}”.`,
    todo: 'Nhập rồi làm lại.'
  }),
  entry_too_long: (refusal, names) => ({
    what: `“${names.entry(refusal.entry)}” dài quá ${refusal.limit} ký tự.`,
    todo: 'Rút gọn rồi làm lại.'
  }),
  entry_malformed: (refusal, names) => ({
    what: `“${names.entry(refusal.entry)}” không đúng dạng.`,
    todo: 'Sửa lại rồi làm lại.'
  }),
  supplements_used_up: (refusal) => ({
    what: `Đã yêu cầu bổ sung ${refusal.times} lần, hết số lần được phép.`,
    todo: 'Xử lý tiếp với giấy tờ hiện có, hoặc trả lời người nộp theo quy định.'
  }),
  document_out_of_date: () => ({
    what: 'Điều ghi trong văn bản đã ký không còn đúng với hồ sơ.',
    todo: 'Văn bản đã ký vẫn được giữ. Mở hồ sơ, xem điều đã thay đổi rồi ký lại.'
  }),
  no_draft: () => ({ what: 'Chưa có dự thảo kết quả để ký.', todo: 'Chờ chuyên viên trình dự thảo.' }),
  already_done: () => ({ what: 'Việc này đã làm rồi.', todo: 'Không cần làm lại.' }),
  already_extended: () => ({
    what: 'Hồ sơ này đã hẹn lại một lần; chỉ được hẹn lại một lần.',
    todo: 'Giải quyết xong trước hạn đã hẹn lại.'
  }),
  too_late_to_extend: (refusal, names) => ({
    what: `Phải hẹn lại chậm nhất một ngày trước hạn ${names.day(refusal.due)}.`,
    todo: 'Hồ sơ sẽ tính là quá hạn; ghi chú lý do và giải quyết sớm nhất.'
  }),
  time_is_over: (refusal, names) => ({
    what: `Đã hết thời hạn ngày ${names.day(refusal.due)} nên thời hạn không đổi được nữa.`,
    todo: 'Hồ sơ tính là quá hạn; ghi chú lý do và giải quyết sớm nhất.'
  }),
  nothing_to_recall: () => ({
    what: 'Không thu hồi được nữa: hồ sơ đã được người khác làm tiếp, hoặc không phải bạn chuyển đi.',
    todo: 'Nhờ người đang giữ hồ sơ trả lại bước trước.'
  }),
  fee_paid: (refusal) => ({
    what: `Khoản này đã thu, biên lai ${refusal.receipt}.`,
    todo: 'Không thu lần nữa. Nếu thu nhầm: nhờ lãnh đạo hoàn phí.'
  }),
  fee_wrong: (refusal) => ({
    what: `Số tiền đúng theo danh mục là ${refusal.amount} đồng.`,
    todo: 'Mở lại việc thu phí để lấy số tiền đúng.'
  }),
  nothing_to_answer: () => ({ what: 'Không còn mục này trong hồ sơ.', todo: reload }),
  not_allowed_in_step: (refusal, names) => ({
    what: `Quy trình không cho làm việc này ở bước “${names.step(refusal.step)}”.`,
    todo: 'Làm tiếp theo quy trình, hoặc hỏi người quản trị quy trình.'
  }),
  code_malformed: (refusal) => ({
    what: `Mã hồ sơ ${refusal.code} không đúng đơn vị hoặc không đúng ngày.`,
    todo: 'Kiểm tra ngày giờ của máy này, rồi tiếp nhận lại để được cấp mã mới.'
  }),
  code_taken: (refusal) => ({
    what: `Mã hồ sơ ${refusal.code} đã dùng cho hồ sơ khác.`,
    todo: 'Tiếp nhận lại để được cấp mã mới và in lại giấy hẹn cho người nộp.'
  }),
  code_not_leased: (refusal) => ({
    what: `Mã hồ sơ ${refusal.code} không thuộc dải số của máy này.`,
    todo: 'Tiếp nhận lại để được cấp mã mới và in lại giấy hẹn cho người nộp.'
  }),
  codes_used_up: (refusal, names) => ({
    what: `Máy này đã dùng hết dải số của ngày ${names.day(refusal.day)}.`,
    todo: 'Nội dung đang gõ vẫn được giữ. Có đường truyền thì máy tự xin thêm số: chờ vài giây rồi bấm lại. Không có: tiếp nhận ở máy khác của đơn vị.'
  }),
  register_not_held: (refusal) => ({
    what: `Máy này chưa giữ quyền ghi sổ ${refusal.register}.`,
    todo: 'Vào số ở máy đang giữ sổ, hoặc nối đường truyền để nhận quyền ghi sổ về máy này.'
  }),
  number_not_next: (refusal) => ({
    what: `Số tiếp theo của sổ ${refusal.register} là ${refusal.next}.`,
    todo: 'Vào số lại; máy sẽ lấy số tiếp theo.'
  }),
  earlier_refused: () => ({
    what: 'Việc làm ngay trước đó trên hồ sơ này đã bị từ chối.',
    todo: 'Giải quyết việc bị từ chối trước, rồi làm lại việc này nếu vẫn cần.'
  }),
  not_enrolled: () => ({
    what: 'Máy này không được làm thay người đó.',
    todo: 'Nhờ quản trị ghi danh lại máy này cho người đó.'
  }),
  unknown_command: () => ({
    what: 'Cổng chưa biết loại việc này.',
    todo: 'Cổng đang chạy bản cũ hơn; báo quản trị. Nội dung vẫn được giữ.'
  })
};

/** Why somebody does not stand in for somebody. */
export const absences: Record<AbsenceRefusal, Explanation> = {
  not_of_this_unit: {
    what: 'Có người trong việc ủy quyền này không còn làm việc ở đơn vị.',
    todo: 'Chọn người đang làm việc trong đơn vị.'
  },
  not_theirs: {
    what: 'Chỉ người vắng mặt hoặc lãnh đạo, ở máy có tên mình, được ủy quyền.',
    todo: 'Nhờ lãnh đạo, hoặc chính người đó, đặt ủy quyền.'
  },
  not_fit: {
    what: 'Người được chọn không có cùng vai trò với người vắng mặt.',
    todo: 'Chọn một người khác có cùng vai trò.'
  },
  days_wrong: { what: 'Ngày cuối trước ngày đầu.', todo: 'Sửa lại hai ngày.' },
  overtaken: {
    what: 'Đã có ủy quyền khác, đặt sau lúc này, cho cùng người vắng mặt.',
    todo: 'Xem ủy quyền đang có hiệu lực; nếu cần thì đặt lại.'
  }
};

export const failures: FailureWords = {
  wrong_secret: () => ({ what: 'Mật khẩu không đúng.', todo: 'Kiểm tra phím Caps Lock và bộ gõ, rồi nhập lại.' }),
  wrong_key_secret: () => ({
    what: 'Mã PIN của khóa ký không đúng.',
    todo: 'Nhập lại. Văn bản chưa được ký, hồ sơ chưa thay đổi.'
  }),
  no_signing_key: () => ({
    what: 'Máy này chưa có khóa ký của bạn.',
    todo: 'Vào trình đơn người dùng → “Nạp khóa ký” và chọn tệp .p12 của bạn.'
  }),
  certificate_not_valid: () => ({
    what: 'Chứng thư của khóa ký chưa có hiệu lực hoặc đã hết hạn.',
    todo: 'Gia hạn chứng thư, rồi nạp lại khóa ký.'
  }),
  no_line: () => ({
    what: 'Việc này cần đường truyền đến cổng, hiện chưa có.',
    todo: 'Nối lại đường truyền rồi làm lại.'
  }),
  bundle: ({ why }) => bundleNoes[why.type] ?? bundleNoes.damaged,
  absence_not_allowed: ({ why }) => absences[why] ?? absences.not_theirs,
  for_heads_only: () => ({
    what: 'Việc này chỉ dành cho lãnh đạo hoặc quản trị của đơn vị.',
    todo: 'Nhờ lãnh đạo có tên ở máy này làm, bằng mật khẩu của chính họ; không tự đặt lại cho mình.'
  }),
  pin_too_short: () => ({
    what: 'Mã PIN cần từ 6 chữ số.',
    todo: 'Gõ 6 chữ số trở lên.'
  }),
  not_of_this_desk: () => ({
    what: 'Người này chưa có tên ở máy này.',
    todo: 'Dùng “Thêm người vào máy này” khi có đường truyền.'
  }),
  wrong_code: () => ({
    what: 'Mã ghi danh sai, đã dùng hoặc hết hạn.',
    todo: 'Kiểm tra lại từng chữ; nếu vẫn không được, xin quản trị mã mới.'
  }),
  too_many_attempts: (failure) => ({
    what: 'Đã thử quá nhiều lần.',
    todo: `Chờ ${failure.seconds} giây rồi thử lại.`
  }),
  no_block_left: () => ({
    what: 'Đơn vị đã hết dải số hồ sơ cho máy mới.',
    todo: 'Nhờ quản trị thu hồi một máy không còn dùng.'
  }),
  address_not_safe: () => ({
    what: 'Địa chỉ cổng phải bắt đầu bằng https://',
    todo: 'Hỏi quản trị địa chỉ đúng; không gửi mật khẩu qua đường không mã hóa.'
  }),
  not_sent_yet: () => ({
    what: 'Còn việc của máy này chưa gửi đến cổng.',
    todo: 'Bấm “Đồng bộ ngay”, chờ gửi hết rồi giao sổ.'
  }),
  register_taken: (failure) => ({
    what: `Sổ đang do máy “${failure.holder}” giữ.`,
    todo: 'Nhờ máy đó giao lại; máy hỏng hoặc mất thì quản trị thu hồi máy tại cổng.'
  }),
  signed_out: () => ({ what: 'Phiên làm việc đã khóa.', todo: 'Đăng nhập lại; nội dung đang gõ vẫn được giữ.' }),
  file_not_here: () => ({
    what: 'Tệp này chưa về đến máy.',
    todo: 'Tệp sẽ tự về khi có đường truyền; hoặc bấm “Đồng bộ ngay”.'
  }),
  file_unreadable: (failure) => ({
    what: `Không mở được tệp: ${failure.reason}`,
    todo: 'Tệp bị hỏng, bị khóa, quá lớn hoặc không phải loại xem được. Đề nghị người nộp gửi lại tệp khác.'
  }),
  lane_held: () => ({
    what: 'Một việc trước đó trên hồ sơ này đã bị từ chối và chưa được giải quyết.',
    todo: 'Đọc và đóng xung đột ở đầu hồ sơ, rồi làm lại.'
  }),
  not_saved: () => ({
    what: 'Không ghi được xuống đĩa: chưa có gì được lưu.',
    todo: 'Giải phóng dung lượng đĩa của máy này rồi làm lại. Nội dung đang gõ vẫn còn trên màn hình.'
  }),
  internal: (failure) => ({
    what: 'Chương trình gặp lỗi; việc vừa yêu cầu chưa được thực hiện.',
    todo: `Làm lại một lần. Nếu vẫn lỗi, gửi cho bộ phận hỗ trợ mã này: ${failure.trace}`
  })
};

export const troubles: Record<Trouble, Explanation> = {
  not_enrolled: {
    what: 'Máy này không còn được ghi danh với cổng',
    todo: 'Vẫn lưu được trên máy nhưng không gửi đi được. Báo quản trị ghi danh lại.'
  },
  version_too_old: {
    what: 'Chương trình quá cũ so với cổng',
    todo: 'Vẫn lưu được trên máy nhưng không gửi đi được. Cài bản mới.'
  },
  history_rewritten: {
    what: 'Nhật ký của cổng không khớp với điều máy này đã thấy',
    todo: 'Ngừng làm việc và gọi quản trị ngay. Không xóa gì trên máy này.'
  },
  mirror_differs: {
    what: 'Bản sao trên máy khác với cổng, đang dựng lại',
    todo: 'Cứ làm việc; danh sách có thể chưa đủ cho đến khi dựng xong.'
  },
  disk: {
    what: 'Đĩa của máy này đầy hoặc không ghi được',
    todo: 'Giải phóng dung lượng ngay: việc mới không lưu được cho đến khi có chỗ.'
  }
};
