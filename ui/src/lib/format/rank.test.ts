import { expect, it } from 'vitest';
import { rank, score } from './rank';

const same = (text: string) => text;

it('accents and case do not matter', () => {
  expect(score('Chờ ký duyệt', 'cho ky')).not.toBeNull();
  expect(score('Đã đến hạn', 'DA DEN')).not.toBeNull();
});

it('the first letters of words find it', () => {
  expect(rank(['Hộp thư đi', 'Tiếp nhận hồ sơ'], 'tnhs', same)).toEqual(['Tiếp nhận hồ sơ']);
});

it('a beginning comes before a middle, a middle before scattered letters', () => {
  const texts = ['không cần biết khi trời áo', 'Bản ký', 'Ký duyệt'];
  expect(rank(texts, 'ky', same)).toEqual(['Ký duyệt', 'Bản ký']);
  expect(rank(['xin hãy ở lại', 'Việc hôm nay', 'hôm nay'], 'hom nay', same)).toEqual(['hôm nay', 'Việc hôm nay']);
});

it('every typed word must be there', () => {
  expect(score('Chờ ký duyệt', 'ký 2026')).toBeNull();
});

it('nothing typed keeps everything in its order', () => {
  expect(rank(['b', 'a'], ' ', same)).toEqual(['b', 'a']);
});
