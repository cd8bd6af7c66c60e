/** Words for those who lead: the dashboard and the board of assignments. */
export const dashboard = {
  title: 'Tổng quan',
  intro: 'Tính trên máy này, có hay không có đường truyền. Bấm vào số để xem từng hồ sơ.',
  months: 'Sáu tháng gần đây',
  month: (month: string) => `Tháng ${month}`,
  received: 'Nhận trong kỳ',
  done: 'Đã giải quyết',
  rate: 'Đúng hạn',
  rateOf: (month: string, rate: string) => `${month}: đúng hạn ${rate}`,
  officers: 'Theo người xử lý, tháng này',
  fields: 'Theo lĩnh vực, tháng này',
  inTime: 'đang xử lý, trong hạn',
  late: 'đang xử lý, quá hạn',
  nobody: 'Chưa giao',
  open: (name: string) => `Hồ sơ của ${name}`,
  empty: 'Chưa có hồ sơ nào trong kỳ.',
  now: 'Hiện nay',
  table: ['Phần', 'Mục', 'Nhận', 'Đã giải quyết', 'Đang xử lý, trong hạn', 'Đang xử lý, quá hạn'],
  reports: 'Báo cáo đầy đủ, in và Excel'
};

export const audit = {
  title: 'Ai làm gì, lúc nào',
  intro:
    'Mọi việc đã làm với hồ sơ của đơn vị, từ mọi máy, với giờ làm và giờ đến cổng; ai đăng nhập và mở xem hồ sơ nào ở máy này.',
  from: 'Từ ngày',
  to: 'Đến ngày',
  who: 'Người',
  everybody: 'Mọi người',
  which: 'Hồ sơ',
  whichHint: 'Mã hoặc tên người nộp',
  sort: 'Loại',
  sorts: { all: 'Tất cả', acts: 'Việc đã làm', looks: 'Đăng nhập, mở xem' },
  columns: { when: 'Lúc làm', arrived: 'Đến cổng', by: 'Người', what: 'Việc', of: 'Hồ sơ' },
  opened: 'Mở xem hồ sơ',
  signedIn: 'Đăng nhập',
  reset: (name: string) => `Đặt lại mật khẩu của ${name}`,
  applicant: 'Người nộp',
  atThisDesk: 'ở máy này',
  more: 'Xem tiếp',
  span: (from: string, to: string) => `Từ ${from} đến ${to}`,
  empty: 'Không có việc nào khớp.',
  emptyTodo: 'Nới ngày, hoặc bỏ bớt điều kiện.'
};

export const board = {
  title: 'Bảng phân công',
  intro: 'Kéo hồ sơ sang cột của người xử lý, hoặc chọn tên trên thẻ. Mỗi lần giao là một việc được ghi nhận.',
  nobody: 'Chưa giao',
  to: 'Giao cho',
  count: (count: number, late: number) => `${count} hồ sơ${late > 0 ? `, ${late} quá hạn` : ''}`,
  assigned: (code: string, name: string) => `Đã giao ${code} cho ${name}.`,
  notAllowed: 'Hồ sơ này lúc này không giao được.',
  partly: (count: number) => `Chỉ xếp ${count} hồ sơ gấp nhất.`,
  empty: 'Không có hồ sơ nào đang mở.'
};
