/** Sealed bundles on a stick. */
import type { BundleRefusal } from '$lib/generated/types';
import type { Explanation } from '../shapes';

export const bundles = {
  title: 'Gói niêm phong qua USB',
  intro:
    'Mất đường truyền lâu: ghi việc chờ gửi vào một tệp niêm phong, mang đến máy có mạng hoặc trang quản trị của cổng, rồi mang tệp trả lời về đây.',
  write: 'Ghi gói niêm phong',
  waiting: (acts: number, documents: number) => `Đang chờ: ${acts} việc, ${documents} văn bản.`,
  nothing: 'Không có gì chờ gửi.',
  forbidden: 'Quy định của đơn vị cấm gói niêm phong qua USB.',
  notReady: 'Máy này cần kết nối với cổng một lần trước khi ghi được gói.',
  carry: 'Chuyển hộ gói của máy khác',
  read: 'Đọc tệp trả lời',
  written: (number: number) => `Đã ghi gói số ${number}. Mang tệp đi cùng phiếu bàn giao.`,
  columns: ['Gói', 'Ghi lúc', 'Trong gói', 'Dấu kiểm tra', 'Tình trạng'],
  content: (acts: number, documents: number) => `${acts} việc, ${documents} văn bản`,
  read_at: (accepted: number, refused: number) =>
    refused === 0
      ? `đã có trả lời: cổng nhận ${accepted}`
      : `đã có trả lời: cổng nhận ${accepted}, không nhận ${refused}`,
  settled: 'đã gửi hết qua đường truyền',
  pending: (waiting: number) => `chưa có trả lời, ${waiting} việc chờ`,
  slip: 'Phiếu bàn giao',
  kinds: { acts: 'Gói việc của một máy', answer: 'Tệp trả lời của cổng' },
  from: (unit: string, number: number, at: string) => `${unit}, gói số ${number}, ghi lúc ${at}`,
  compare: 'So dấu kiểm tra với phiếu bàn giao trước khi gửi:',
  send: 'Gửi đến cổng',
  sending: 'Đang gửi đến cổng…',
  carried: 'Cổng đã nhận gói. Mang tệp trả lời về đúng máy đã ghi gói.',
  carriedUnsaved: 'Cổng đã nhận gói, nhưng tệp trả lời chưa được lưu. Chuyển lại gói này để lấy tệp trả lời.',
  isAnswer: 'Đây là tệp trả lời: mang về máy đã ghi gói và đọc ở đó.',
  taken: (number: number, accepted: number, refused: number) =>
    `Gói số ${number}: cổng nhận ${accepted} việc${refused ? `, không nhận ${refused}` : ''}.`,
  news: (entries: number, at: string, behind: number) =>
    `${entries} sự kiện mới của đơn vị, đúng đến ${at}${behind ? `; còn ${behind} sự kiện ở lần sau` : ''}.`,
  slipTitle: 'Phiếu bàn giao gói niêm phong',
  slipRows: {
    number: 'Gói số',
    madeAt: 'Ghi lúc',
    content: 'Trong gói',
    fingerprint: 'Dấu kiểm tra',
    given: 'Người giao (ký, ghi rõ họ tên)',
    taken: 'Người nhận (ký, ghi rõ họ tên)',
    takenAt: 'Nhận lúc'
  },
  slipHeader: ['Mục', 'Nội dung']
};

const writeAnew = 'Chưa có gì được nhận. Chép lại từ máy đã ghi, hoặc ghi gói mới ở máy đó.';

export const bundleNoes: Record<BundleRefusal['type'], Explanation> = {
  forbidden: {
    what: 'Quy định của đơn vị cấm gói niêm phong qua USB.',
    todo: 'Việc vẫn nằm trong hộp gửi và tự đi khi có đường truyền. Cần đổi quy định: hỏi quản trị của đơn vị.'
  },
  key_not_told: {
    what: 'Cổng chưa biết khóa của máy này.',
    todo: 'Kết nối với cổng một lần; sau đó mất đường truyền vẫn ghi được gói.'
  },
  nothing_waits: { what: 'Không có gì chờ gửi.', todo: 'Mọi việc của máy này đã đến cổng.' },
  not_a_bundle: { what: 'Tệp này không phải gói niêm phong.', todo: 'Chọn tệp có đuôi .motcua.' },
  is_an_answer: {
    what: 'Đây là tệp trả lời của cổng, không phải gói việc.',
    todo: 'Mang về máy đã ghi gói và bấm “Đọc tệp trả lời” ở đó.'
  },
  is_no_answer: {
    what: 'Đây là gói việc của một máy, không phải tệp trả lời.',
    todo: 'Bấm “Chuyển hộ gói của máy khác”, hoặc mang đến trang quản trị của cổng.'
  },
  other_portal: {
    what: 'Tệp này gửi cho cổng khác, hoặc của cổng khác.',
    todo: 'Mang đến đúng cổng của máy đã ghi gói. Ở máy này chưa có gì thay đổi.'
  },
  other_desk: {
    what: 'Tệp trả lời này dành cho máy khác.',
    todo: 'Mang đến máy đã ghi gói; tên đơn vị và số gói có trên phiếu bàn giao.'
  },
  damaged: { what: 'Tệp bị hỏng hoặc đã bị sửa.', todo: writeAnew },
  too_new: {
    what: 'Tệp do phần mềm mới hơn ghi.',
    todo: 'Cập nhật phần mềm ở nơi đọc rồi làm lại; tệp vẫn dùng được.'
  },
  unknown_desk: {
    what: 'Cổng không biết máy đã ký gói này.',
    todo: 'Máy đó phải được ghi danh và kết nối với cổng một lần trước khi ghi gói.'
  },
  revoked: {
    what: 'Máy đã ghi gói đã bị thu hồi: việc trong gói được giữ ở mục cách ly, không được xét.',
    todo: 'Liên hệ quản trị của đơn vị; việc còn cần thì làm lại ở máy khác.'
  },
  read_before: { what: 'Tệp trả lời này đã đọc rồi.', todo: 'Không cần làm gì thêm; xem tình trạng ở danh sách gói.' },
  older: {
    what: 'Tệp trả lời này cũ hơn điều máy đã biết.',
    todo: 'Không cần đọc: máy đã nhận tin mới hơn của cổng. Việc nào còn chờ sẽ có trả lời ở lần sau.'
  },
  too_large: { what: 'Tệp lớn hơn 32 MB.', todo: 'Tệp này không phải gói niêm phong; kiểm tra lại tệp.' }
};
