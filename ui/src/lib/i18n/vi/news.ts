/** Words of the centre of news and of windows. */
import type { NewsTopic } from '$lib/generated/types';

const topics: Record<NewsTopic, string> = {
  today: 'Việc đang chờ khi đăng nhập',
  filed: 'Hồ sơ công dân mới nộp',
  mine: 'Hồ sơ chuyển đến, bị trả lại, đã bổ sung, người nộp hỏi',
  due: 'Hồ sơ sắp đến hạn; ý kiến sắp đến hạn hoặc quá hạn trả lời',
  refused: 'Việc cổng không nhận',
  line: 'Mất và có lại đường truyền'
};

export const news = {
  title: 'Tin',
  open: (unread: number) => (unread === 0 ? 'Tin' : `Tin: ${unread} chưa đọc`),
  none: 'Chưa có tin nào từ khi mở chương trình.',
  unread: 'chưa đọc',
  and: (n: number) => `và ${n} hồ sơ khác`,
  today: 'Việc đang chờ',
  todayText: (filed: number, today: number, late: number) =>
    `${filed} mới nộp, ${today} đến hạn trước hết ngày mai, ${late} quá hạn`,
  filed: (n: number) => (n === 1 ? 'Hồ sơ mới nộp' : `${n} hồ sơ mới nộp`),
  came: (n: number) => (n === 1 ? 'Hồ sơ chuyển đến bạn' : `${n} hồ sơ chuyển đến bạn`),
  returned: (n: number) => (n === 1 ? 'Hồ sơ bị trả lại' : `${n} hồ sơ bị trả lại`),
  supplemented: (n: number) => (n === 1 ? 'Hồ sơ đã bổ sung' : `${n} hồ sơ đã bổ sung`),
  asked: (n: number) => (n === 1 ? 'Người nộp hỏi' : `${n} người nộp hỏi`),
  due: (n: number) => (n === 1 ? 'Hồ sơ sắp đến hạn' : `${n} hồ sơ sắp đến hạn`),
  opinion_near: (n: number) => (n === 1 ? 'Ý kiến sắp đến hạn trả lời' : `${n} hồ sơ có ý kiến sắp đến hạn trả lời`),
  opinion_late: (n: number) => (n === 1 ? 'Ý kiến đã quá hạn trả lời' : `${n} hồ sơ có ý kiến quá hạn trả lời`),
  refused: (n: number) => (n === 1 ? 'Cổng không nhận một việc' : `Cổng không nhận ${n} việc`),
  lineLost: (at: string) => `Mất đường truyền từ ${at}`,
  lineLostText: (n: number) =>
    n === 0 ? 'Mọi việc vẫn làm được tại đây.' : `Mọi việc vẫn làm được tại đây; ${n} việc đang chờ gửi.`,
  lineBack: 'Đã có lại đường truyền',
  lineBackText: (at: string) => `Mất từ ${at}; những việc đang chờ được gửi đi.`,
  settings: 'Báo khi nào',
  topics,
  quiet: 'Không báo',
  quiets: { never: 'lúc nào cũng báo', outside_hours: 'ngoài giờ làm việc', between: 'trong khoảng giờ' },
  from: 'từ',
  to: 'đến',
  digest: 'Gộp tin',
  digests: { 0: 'báo ngay', 30: 'mỗi 30 phút', 60: 'mỗi giờ' },
  note: 'Tin không báo vẫn nằm trong danh sách này. Thông báo của máy không bao giờ nêu tên người nộp.'
};

export const windows = {
  open: 'Mở trong cửa sổ riêng'
};

/** Work that goes on by itself. */
export const works = {
  title: 'Việc đang chạy',
  of: (done: number, total: number) => `${done}/${total}`,
  left: (seconds: number) =>
    seconds < 90 ? `còn khoảng ${seconds} giây` : `còn khoảng ${Math.round(seconds / 60)} phút`,
  show: 'Xem',
  stop: 'Dừng',
  filling: 'Đang tải dữ liệu của đơn vị về máy này',
  close: 'Đóng',
  inBackground: 'Làm tiếp trong nền',
  ended: (title: string) => `${title}: đã chạy xong`
};

export const practice = {
  begin: 'Tập làm với hồ sơ mẫu',
  title: 'Đang tập làm.',
  text: 'Người và hồ sơ đều là mẫu, bạn có mọi vai trò, PIN ký là 1234. Không có gì được gửi đi; mọi thứ bị xóa khi kết thúc.',
  end: 'Kết thúc tập làm',
  line: 'Đang tập làm: không nối với cổng'
};
