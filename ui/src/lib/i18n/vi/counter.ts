/** Words for the counter: results that change hands, one person after the other. */
export const counter = {
  signature: 'Chữ ký của người nhận',
  signatureHint: 'Ký bằng bút, ngón tay hoặc chuột; để trống nếu ký trên giấy (in phiếu trả kết quả).',
  signatureClear: 'Ký lại',
  others: (count: number) => `Trả cùng ${count} kết quả khác của người này`,
  together: (count: number) => `Đã trả ${count} kết quả cho một người.`,
  slip: 'Phiếu trả kết quả đã ký',
  notAll: (failed: number) => `${failed} hồ sơ chưa ghi nhận được, mở từng hồ sơ để xem.`,
  onePerson: 'Các hồ sơ là của một người: ký một lần cho tất cả.',
  lacking: 'Thiếu giấy tờ…',
  refuse: 'Từ chối…',
  filed: 'Đã ghi, chưa tiếp nhận',
  filedHint: 'Hồ sơ chưa có mã và chưa tính thời hạn. Chọn một việc, hoặc để lại ở danh sách Mới nộp.',
  next: 'Người tiếp theo',
  more: 'Thêm hồ sơ của người này',
  printAll: 'In một giấy tiếp nhận cho tất cả',
  visit: (count: number) => `Người này đã nộp ${count} hồ sơ`,
  toTake: (count: number) => `Có ${count} kết quả đang chờ người này nhận:`
};
