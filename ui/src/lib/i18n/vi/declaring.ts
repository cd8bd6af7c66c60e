/** Words for what the form of a service asks. */
import type { EntryKind, EntryProblem } from '$lib/generated/types';

export const declaring = {
  title: 'Nội dung tờ khai',
  other: 'Thông tin khác',
  choose: 'Chọn…',
  day: 'ngày/tháng/năm',
  missing: 'Chưa điền mục này.',
  malformed: (kind: EntryKind): string => {
    if (typeof kind === 'object' && 'number' in kind) {
      const { least, most } = kind.number;
      const bounds = [
        least === undefined ? '' : `, ít nhất ${least}`,
        most === undefined ? '' : `, nhiều nhất ${most}`
      ];
      return `Ghi một số nguyên${bounds.join('')}.`;
    }
    switch (kind) {
      case 'money':
        return 'Ghi số tiền bằng đồng, ví dụ 1.500.000.';
      case 'day':
        return 'Ghi ngày có thật, ví dụ 28/11/2026.';
      case 'identity_number':
        return 'Số định danh gồm 12 chữ số (hoặc 9).';
      case 'phone':
        return 'Số điện thoại gồm 9 đến 15 chữ số.';
      case 'line':
      case 'text':
        return 'Ghi trên một dòng.';
      default:
        return 'Chọn một trong các mục có sẵn.';
    }
  },
  problem: (problem: EntryProblem, kind: EntryKind): string =>
    problem === 'missing' ? declaring.missing : declaring.malformed(kind)
};
