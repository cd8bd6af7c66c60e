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
  reports: 'Báo cáo đầy đủ, in và Excel'
};

export const board = {
  title: 'Bảng phân công',
  intro: 'Kéo hồ sơ sang cột của người xử lý, hoặc chọn tên trên thẻ. Mỗi lần giao là một việc được ghi nhận.',
  nobody: 'Chưa giao',
  to: 'Giao cho',
  count: (count: number) => `${count} hồ sơ`,
  assigned: (code: string, name: string) => `Đã giao ${code} cho ${name}.`,
  notAllowed: 'Hồ sơ này lúc này không giao được.',
  partly: (count: number) => `Chỉ xếp ${count} hồ sơ gấp nhất.`,
  empty: 'Không có hồ sơ nào đang mở.'
};
