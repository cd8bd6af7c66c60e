/** The sample unit: its people, services and workflow. Illustrative. */
import type { DeskInfo, Service, StatusName, Step, Unit, User } from '$lib/generated/types';

export const UNIT: Unit = {
  code: '000.02.21.H40',
  name: 'UBND phường Lộc Vượng',
  kind: 'commune',
  parent: '000.00.21.H40',
  symbol: 'UBND',
  place: 'Nam Định',
  address: 'Số 2 đường Kênh, phường Lộc Vượng, thành phố Nam Định',
  phone: '0228 3840 001'
};

const user = (id: string, name: string, title: string, roles: User['roles'], active = true): User => ({
  id,
  name,
  title,
  unit: UNIT.code,
  roles,
  active
});

export const USERS: User[] = [
  user('hoa', 'Trần Thị Hoa', 'Công chức bộ phận một cửa', ['MC']),
  user('minh', 'Phạm Văn Minh', 'Công chức tư pháp - hộ tịch', ['CV']),
  user('lan', 'Vũ Thị Ngọc Lan', 'Công chức địa chính - xây dựng', ['CV']),
  user('tuan', 'Đỗ Anh Tuấn', 'Phó Chủ tịch UBND phường', ['LP']),
  user('hung', 'Nguyễn Quốc Hùng', 'Chủ tịch UBND phường', ['LD']),
  user('ngoc', 'Bùi Bích Ngọc', 'Văn thư - lưu trữ', ['VT']),
  user('yen', 'Công Tằng Tôn Nữ Hoàng Yến', 'Công chức văn phòng - thống kê kiêm bộ phận một cửa', ['MC', 'VT']),
  user('son', 'Lê Thanh Sơn', 'Quản trị hệ thống', ['QT'])
];

export const DESKS: DeskInfo[] = [
  {
    unit: UNIT.code,
    unit_name: UNIT.name,
    sample: true,
    practice: false,
    users: USERS.map(({ id, name, title, roles }) => ({ id, name, title, roles }))
  },
  {
    unit: '000.00.03.H40',
    unit_name: 'Sở Tư pháp tỉnh Nam Định',
    sample: true,
    practice: false,
    users: [{ id: 'mai', name: 'Hoàng Thị Mai', title: 'Chuyên viên bộ phận một cửa', roles: ['MC'] }]
  }
];

export const STEPS: Step[] = [
  { id: 'receive', name: 'Tiếp nhận', role: 'MC', kind: 'receive', hours: 4 },
  { id: 'assign', name: 'Phân công', role: 'LP', kind: 'assign', hours: 2 },
  { id: 'draft', name: 'Thẩm định, dự thảo', role: 'CV', kind: 'draft', hours: 10 },
  { id: 'review', name: 'Xem xét dự thảo', role: 'LP', kind: 'review', hours: 2 },
  { id: 'sign', name: 'Ký duyệt', role: 'LD', kind: 'sign', hours: 4 },
  { id: 'number', name: 'Vào số, đóng dấu', role: 'VT', kind: 'number', hours: 2 },
  { id: 'return', name: 'Trả kết quả', role: 'MC', kind: 'hand_over', hours: 0 }
];

function service(
  code: string,
  name: string,
  field: string,
  days: number,
  fee: string,
  papers: string[],
  result: string,
  register: string
): Service {
  return {
    code,
    name,
    field,
    units: [UNIT.code],
    workflow: 'B_3d',
    time_limit: days === 0 ? { same_day: { cutoff: 900 } } : { working_days: days },
    time_text: days === 0 ? 'Trong ngày; nhận sau 15 giờ thì ngày làm việc sau' : `${days} ngày làm việc`,
    fee_text: fee,
    papers,
    result,
    register,
    supplement: { clock: 'restart', requests_allowed: 1, within_days: 3 },
    certainty: 'S',
    note: ''
  };
}

const OTHER_PURPOSE = 'Mục đích khác';
const PURPOSES = ['Đăng ký kết hôn', 'Bổ sung hồ sơ vay vốn ngân hàng', OTHER_PURPOSE];

export const SERVICES: Service[] = [
  {
    ...service(
      '1.004873',
      'Cấp Giấy xác nhận tình trạng hôn nhân',
      'Hộ tịch',
      3,
      'Miễn phí',
      ['Tờ khai cấp Giấy xác nhận tình trạng hôn nhân', 'Quyết định ly hôn hoặc trích lục khai tử (nếu có)'],
      'Giấy xác nhận tình trạng hôn nhân',
      'GXN'
    ),
    entries: [
      { name: 'Mục đích sử dụng', kind: { choice: PURPOSES }, needed: 'online', section: 'Nội dung xác nhận' },
      {
        name: 'Ghi rõ mục đích khác',
        needed: 'online',
        when: [{ entry_is: { entry: 'Mục đích sử dụng', value: OTHER_PURPOSE } }]
      },
      { name: 'Số bản', kind: { number: { least: 1, most: 20 } }, hint: 'Số bản giấy cần cấp' }
    ]
  },
  service(
    '1.001193',
    'Đăng ký khai sinh',
    'Hộ tịch',
    0,
    'Miễn phí nếu đăng ký đúng hạn',
    ['Tờ khai đăng ký khai sinh', 'Giấy chứng sinh', 'Giấy tờ tùy thân (xuất trình)', 'Giấy tờ chứng minh nơi cư trú'],
    'Giấy khai sinh',
    'GKS'
  ),
  service(
    '1.004859',
    'Thay đổi, cải chính, bổ sung thông tin hộ tịch',
    'Hộ tịch',
    3,
    'Theo nghị quyết của HĐND tỉnh',
    ['Tờ khai', 'Giấy tờ làm căn cứ thay đổi'],
    'Trích lục thay đổi, cải chính hộ tịch',
    'TL'
  ),
  service(
    '2.000635',
    'Cấp bản sao trích lục hộ tịch',
    'Hộ tịch',
    0,
    '8.000 đồng/bản',
    ['Tờ khai cấp bản sao trích lục'],
    'Bản sao trích lục hộ tịch',
    'TL'
  ),
  service(
    '1.001612',
    'Đăng ký thành lập hộ kinh doanh',
    'Hộ kinh doanh',
    3,
    '100.000 đồng',
    ['Giấy đề nghị đăng ký hộ kinh doanh', 'CCCD của chủ hộ', 'Biên bản họp nhóm và văn bản ủy quyền (nếu có)'],
    'Giấy chứng nhận đăng ký hộ kinh doanh',
    'GCN'
  ),
  service(
    '1.013225',
    'Cấp giấy phép xây dựng mới công trình cấp III, cấp IV (công trình không theo tuyến, theo tuyến trong đô thị, tín ngưỡng, tôn giáo, tượng đài) và nhà ở riêng lẻ',
    'Hoạt động xây dựng',
    15,
    '50.000 đến 75.000 đồng',
    [
      'Đơn đề nghị cấp giấy phép xây dựng',
      'Bản sao giấy tờ chứng minh quyền sử dụng đất',
      'Hai bộ bản vẽ thiết kế xây dựng',
      'Bản cam kết bảo đảm an toàn đối với công trình liền kề'
    ],
    'Giấy phép xây dựng',
    'GP'
  )
];

const STATUS_NAMES: [string, string][] = [
  ['Mới đăng ký', 'Newly filed'],
  ['Được tiếp nhận', 'Accepted'],
  ['Không được tiếp nhận', 'Not accepted'],
  ['Đang xử lý', 'In progress'],
  ['Yêu cầu bổ sung giấy tờ', 'Papers asked for'],
  ['Yêu cầu thực hiện nghĩa vụ tài chính', 'Payment asked for'],
  ['Công dân yêu cầu rút hồ sơ', 'Withdrawn by the applicant'],
  ['Dừng xử lý', 'Stopped'],
  ['Đã xử lý xong', 'Done'],
  ['Đã trả kết quả', 'Handed over']
];
export const STATUSES: Record<number, StatusName> = Object.fromEntries(
  STATUS_NAMES.map(([vi, en], index) => [index + 1, { vi, en }])
);
