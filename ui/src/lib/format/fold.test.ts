import { expect, it } from 'vitest';
import { fold, matches } from './fold';

it('accents, case and đ do not tell texts apart', () => {
  expect(fold('Nguyễn Văn ĐỨC')).toBe('nguyen van duc');
  expect(fold('  Đăng   ký\tkhai sinh ')).toBe('dang ky khai sinh');
});

it('composed and decomposed letters are the same', () => {
  expect(fold('ế'.normalize('NFD'))).toBe(fold('ế'.normalize('NFC')));
});

it('every word of a query must be found, in any order', () => {
  expect(matches('1.004873 Cấp Giấy xác nhận tình trạng hôn nhân', 'hon nhan cap')).toBe(true);
  expect(matches('1.004873 Cấp Giấy xác nhận tình trạng hôn nhân', 'hôn khai')).toBe(false);
  expect(matches('anything', '')).toBe(true);
});
