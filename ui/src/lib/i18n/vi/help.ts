/** What each screen is for, told to whoever asks. */
export type HelpTopic =
  | 'list'
  | 'case'
  | 'receive'
  | 'import'
  | 'outbox'
  | 'conflicts'
  | 'reports'
  | 'numbers'
  | 'outages'
  | 'dashboard'
  | 'board'
  | 'audit';

export interface HelpText {
  title: string;
  what: string;
  /** What is done most here, each with its keys. */
  steps: [string, string][];
  terms: [string, string][];
}

export const help = {
  open: 'Trợ giúp về màn hình này',
  title: 'Trợ giúp',
  steps: 'Hay dùng nhất',
  terms: 'Từ ngữ',
  shortcuts: 'Xem mọi phím tắt',
  newsTitle: 'Có gì mới',
  news: [
    'Người nhận ký tên ngay trên màn hình khi trả kết quả; các kết quả khác của người đó trả cùng một lần.',
    'Chọn cột, xếp nhóm danh sách; gửi cách xem cho đồng nghiệp bằng một dòng chữ.',
    'Ctrl+A chọn cả danh sách; bấm phím của việc để làm cho mọi hồ sơ đã chọn.',
    'Yêu cầu bổ sung tự viết lý do từ các giấy tờ được đánh dấu.',
    'Gõ PIN rồi Enter là ký; ký nhiều hồ sơ chỉ nhập PIN một lần.',
    'Ghi danh máy mới ngay trong cửa sổ, bằng mã của quản trị.',
    'Tìm kiếm hiện kết quả ngay từ chữ đầu tiên.',
    'Chuông trên thanh đầu: tin mới, và chọn báo khi nào.',
    'Tập làm với hồ sơ mẫu: trong trình đơn của bạn.',
    'Một hồ sơ mở được trong cửa sổ riêng; việc hàng loạt và nhập tệp chạy tiếp trong nền.'
  ],
  topics: {
    list: {
      title: 'Danh sách hồ sơ',
      what: 'Hồ sơ của đơn vị theo hàng việc bên trái. Danh sách dùng được cả khi mất đường truyền; dòng đầu cho biết dữ liệu theo cổng đến lúc nào.',
      steps: [
        ['Mở hồ sơ, sang hồ sơ kế tiếp', 'Enter, J'],
        ['Tìm theo mã, tên không dấu, số giấy tờ, điện thoại', '/'],
        ['Làm một việc cho nhiều hồ sơ', 'Ctrl+A hoặc dấu cách, rồi phím của việc']
      ],
      terms: [
        ['Còn … ng', 'số ngày làm việc còn lại đến hạn trả'],
        ['Dấu kép', 'cổng đã công bố; dấu đơn là cổng đã nhận; máy tính là mới lưu ở đây']
      ]
    },
    case: {
      title: 'Một hồ sơ',
      what: 'Mọi điều về hồ sơ ở một chỗ: hạn và vì sao, các bước, giấy tờ, kết quả, phí, diễn biến. Việc làm được hiện thành nút; việc nào không hiện là lúc này chưa được làm.',
      steps: [
        ['Làm việc ghi trên nút', 'phím in trên nút'],
        ['Lấy lại việc vừa làm trong mười giây', 'Z'],
        ['Xem hồ sơ rộng hết màn hình', 'F']
      ],
      terms: [
        [
          'Từ chối giải quyết',
          'qua thẩm định không đủ điều kiện: Mẫu 03 được ký, vào số, trả như một kết quả, đúng hạn của hồ sơ'
        ],
        ['Tạm tính', 'giấy in khi cổng chưa xác nhận; có mã để kiểm tra lại'],
        ['Xung đột', 'cổng không nhận việc đã làm ở máy này; không mất gì, chờ người xem']
      ]
    },
    receive: {
      title: 'Tiếp nhận tại quầy',
      what: 'Một trang cho một người. Quét thẻ căn cước để điền; giấy tờ đã số hóa ở hồ sơ trước dùng lại được. Mã hồ sơ được cấp ngay, cả khi mất đường truyền.',
      steps: [
        ['Chọn thủ tục', 'gõ vài chữ tên hoặc mã'],
        ['Tiếp nhận và in giấy hẹn', 'Ctrl+Enter'],
        ['Nhận cho cơ quan khác', 'chọn ở ô Cơ quan giải quyết']
      ],
      terms: [['Phi địa giới', 'nơi nhận khác nơi giải quyết; mã do nơi nhận cấp']]
    },
    import: {
      title: 'Nhập từ bảng tính',
      what: 'Đọc tệp XLSX hoặc CSV, xem trước từng dòng và lỗi của nó, rồi tiếp nhận. Chưa bấm tiếp nhận thì chưa có gì được ghi.',
      steps: [
        ['Chọn tệp, xem lỗi từng dòng', 'Chọn tệp'],
        ['Tiếp nhận các dòng đúng', 'Tiếp nhận'],
        ['Rút lại cả lần nhập', 'Hoàn tác']
      ],
      terms: []
    },
    outbox: {
      title: 'Hộp gửi',
      what: 'Mọi việc làm ở máy này và đang ở đâu: trên máy này, cổng đã nhận, đã công bố. Không cần làm gì: có đường truyền là tự gửi.',
      steps: [
        ['Gửi ngay', 'bấm vào tình trạng đường truyền, Đồng bộ'],
        ['Mất đường truyền lâu: mang việc đi bằng USB', 'Ghi gói niêm phong'],
        ['Mở hồ sơ của một việc', 'bấm vào mã hồ sơ']
      ],
      terms: [['Đã công bố', 'người dân và các máy khác đã thấy']]
    },
    conflicts: {
      title: 'Xung đột',
      what: 'Việc mà cổng không nhận, thường vì hồ sơ đã đổi ở nơi khác trước. Đọc điều đã xảy ra, làm lại nếu cần, ghi điều đã làm rồi đóng.',
      steps: [
        ['Xem văn bản đã ký còn giữ', 'bấm tên văn bản'],
        ['Đóng sau khi đã xem', 'đánh dấu Đã đọc, ghi chú, Đóng']
      ],
      terms: []
    },
    reports: {
      title: 'Báo cáo, sổ sách',
      what: 'Tính ngay trên máy này, đúng như ở cổng. Chọn loại, chọn kỳ, rồi in hoặc lưu.',
      steps: [
        ['Đổi kỳ', 'mũi tên hai bên ngày'],
        ['In, lưu PDF hoặc Excel', 'nút ở góc phải']
      ],
      terms: [['Kỳ trước chuyển sang', 'nhận trước kỳ và chưa xong khi kỳ bắt đầu']]
    },
    numbers: {
      title: 'Sổ và số của máy này',
      what: 'Máy cấp được những số hồ sơ nào hôm nay, và đang giữ sổ văn bản nào. Mỗi sổ chỉ một máy giữ, nên số không bao giờ trùng.',
      steps: [
        ['Chuyển sổ sang máy khác', 'Giao lại ở đây, Nhận sổ ở máy kia'],
        ['Máy giữ sổ bị mất', 'nhờ quản trị lấy lại sổ']
      ],
      terms: []
    },
    outages: {
      title: 'Nhật ký mất đường truyền',
      what: 'Máy tự ghi mỗi lần mất đường truyền, đã làm gì lúc đó và hồ sơ nào đến hạn; in thành biên bản để ký.',
      steps: [['In biên bản của tháng', 'In biên bản']],
      terms: []
    },
    dashboard: {
      title: 'Tổng quan',
      what: 'Tình hình của đơn vị: đang giải quyết, quá hạn, đúng hạn theo tháng, theo người và lĩnh vực. Bấm vào con số để mở các hồ sơ của nó.',
      steps: [['Mở các hồ sơ của một con số', 'bấm vào con số']],
      terms: []
    },
    board: {
      title: 'Bảng phân công',
      what: 'Ai đang có bao nhiêu việc, việc nào gần hạn. Giao, chuyển, hoặc ủy quyền khi vắng.',
      steps: [
        ['Giao hồ sơ', 'chọn hồ sơ, chọn người'],
        ['Ủy quyền khi vắng', 'Vắng mặt, ở tên người dùng']
      ],
      terms: []
    },
    audit: {
      title: 'Ai làm gì, lúc nào',
      what: 'Mọi việc với hồ sơ của đơn vị, lúc làm và lúc đến cổng; ai đăng nhập, mở xem hồ sơ nào từ một giây trở lên ở máy này.',
      steps: [
        ['Xem một người hoặc một hồ sơ', 'chọn người, gõ mã hoặc tên'],
        ['In, lưu PDF hoặc Excel', 'nút ở góc phải']
      ],
      terms: [['Đến cổng', 'giờ của cổng; giờ làm là theo đồng hồ nơi làm']]
    }
  } satisfies Record<HelpTopic, HelpText> as Record<HelpTopic, HelpText>
};
