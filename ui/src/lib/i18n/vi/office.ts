/** Words for what an office has apart from cases: numbers, registers, outages. */
import type { AgencyClass } from '$lib/generated/types';

export const numbers = {
  title: 'Sổ và số của máy này',
  intro:
    'Mỗi máy có một dải số hồ sơ riêng cho từng ngày, và giữ riêng từng sổ văn bản: nhờ vậy cấp số được cả khi mất đường truyền mà không bao giờ trùng.',
  codes: 'Số hồ sơ trong ngày',
  span: (first: number, last: number) => `Từ ${String(first).padStart(4, '0')} đến ${String(last).padStart(4, '0')}`,
  left: (count: number) => `hôm nay còn ${count} số`,
  few: 'Có đường truyền thì máy tự xin thêm số cho hôm nay; không có thì phần còn lại trong ngày tiếp nhận ở máy khác của đơn vị.',
  runsOut: (left: number) => `Máy này chỉ còn ${left} số hồ sơ cho hôm nay, và không có đường truyền để xin thêm.`,
  runsOutTodo:
    'Nối lại đường truyền (kể cả phát từ điện thoại, chỉ cần một phút) để máy tự xin thêm số, hoặc chuyển người nộp tiếp theo sang máy khác của đơn vị.',
  noneLeft: 'Máy này đã hết số hồ sơ cho hôm nay: chưa tiếp nhận thêm được.',
  noneOffline:
    'Nội dung đang nhập vẫn được giữ. Nối lại đường truyền: máy xin thêm số rồi bấm tiếp nhận lại. Chưa nối được: tiếp nhận ở máy khác của đơn vị, hoặc hướng dẫn nộp trực tuyến; ngày mai máy này lại có đủ số.',
  noneOnline:
    'Nội dung đang nhập vẫn được giữ. Máy đang xin thêm số, thường vài giây là có: bấm tiếp nhận lại. Nếu vẫn hết: cả đơn vị đã dùng hết số của ngày, hoặc đồng hồ của máy sai ngày; báo quản trị.',
  registers: 'Sổ văn bản',
  register: 'Sổ',
  where: 'Máy đang giữ',
  here: 'Máy này',
  nobody: 'Chưa máy nào',
  next: 'Số kế tiếp',
  release: 'Giao lại',
  take: 'Nhận sổ',
  releaseAsk: (book: string) =>
    `Giao lại sổ ${book}? Máy này sẽ không vào số được nữa, cho đến khi nhận lại sổ; máy khác của đơn vị nhận được ngay.`,
  released: (book: string) => `Đã giao lại sổ ${book}.`,
  taken: (book: string) => `Máy này đang giữ sổ ${book}.`,
  unknown: 'Không có đường truyền: chỉ thấy các sổ của máy này, chưa giao nhận được.',
  held: 'Nhờ máy đang giữ giao lại. Máy hỏng hoặc mất: quản trị thu hồi máy đó tại cổng, sổ được trả về đơn vị.',
  none: 'Đơn vị không có sổ nào.'
};

export const outages = {
  title: 'Nhật ký mất đường truyền',
  intro: 'Máy tự ghi mỗi lần mất đường truyền: từ lúc nào đến lúc nào, đã làm gì, hồ sơ nào đến hạn trong lúc đó.',
  from: 'Từ',
  to: 'Đến',
  length: 'Thời gian',
  lasting: 'chưa có lại',
  done: 'Việc đã làm',
  received: 'Tiếp nhận hồ sơ mới',
  touched: 'Hồ sơ đến hạn',
  nothing: '–',
  print: 'In biên bản',
  save: 'Lưu biên bản',
  empty: 'Tháng này không lần nào mất đường truyền.',
  sum: (count: number, length: string) => `${count} lần, tổng cộng ${length}`
};

export const more = {
  indicesHead: ['#', 'Chỉ số', 'Điểm', 'Nguồn'],
  indices: [
    'Thời gian giải quyết so với quy định',
    'Thời gian thực hiện của từng cơ quan tham gia',
    'Số lần phải liên hệ để hoàn thiện hồ sơ',
    'Số cơ quan phải liên hệ',
    'Tổ chức Bộ phận Một cửa',
    'Công khai thủ tục hành chính',
    'Thái độ của công chức, viên chức',
    'Tiếp thu, giải trình phản ánh, kiến nghị',
    'Cung cấp dịch vụ công trực tuyến'
  ],
  fromCases: 'tính từ hồ sơ',
  declared: 'đơn vị tự đánh giá (danh mục)',
  meanOf: (count: number) =>
    `Trung bình của ${count} hồ sơ đã giải quyết trong kỳ (Thông tư 01/2018/TT-VPCP, Điều 13–15).`,
  classes: {
    excellent: 'Xuất sắc',
    good: 'Tốt',
    fair: 'Khá',
    average: 'Trung bình',
    weak: 'Yếu'
  } satisfies Record<AgencyClass, string>,
  noClass: 'Chưa xếp loại: còn chỉ số chưa có điểm.',
  reused: 'Giấy tờ số hóa được dùng lại',
  book: 'Bản in, PDF của cả năm có bìa, mở sổ và khóa sổ.'
};

export const people = {
  others: 'Người cùng đề nghị',
  add: 'Thêm người cùng đề nghị',
  remove: (name: string) => `Bỏ ${name || 'người này'}`,
  number: (n: number) => `Người thứ ${n}`,
  together: 'Cùng đề nghị',
  reuse: 'Giấy tờ đã số hóa của người này',
  reuseHint: 'Dùng lại thì người dân không phải nộp, quầy không phải quét lần nữa.',
  use: 'Dùng lại',
  used: 'Đã dùng',
  from: (code: string) => `từ hồ sơ ${code}`,
  unknownKind: (text: string) => `“${text}” không phải công dân, doanh nghiệp, cơ quan hay tổ chức`
};
