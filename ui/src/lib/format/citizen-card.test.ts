import { expect, it } from 'vitest';
import { parseCitizenCard } from './citizen-card';

const CARD = '036090001234|123456789|Nguyễn Văn Đức|01011990|Nam|Số 5, phường Lộc Vượng, Nam Định|15042021';

it('a card fills in number, name, birth and address', () => {
  expect(parseCitizenCard(CARD)).toEqual({
    identityNumber: '036090001234',
    name: 'Nguyễn Văn Đức',
    birthDate: '1990-01-01',
    address: 'Số 5, phường Lộc Vượng, Nam Định'
  });
});

it('a card without an old number, or without its last field, is a card', () => {
  expect(parseCitizenCard('036090001234||Lê Thị A|31121985|Nữ|Xã Nam Phong')?.name).toBe('Lê Thị A');
});

it('a birth that is no day is left open', () => {
  expect(parseCitizenCard('036090001234||Lê Thị A|00001985|Nữ|Xã Nam Phong')?.birthDate).toBeNull();
});

it('letters written apart from their accents are put together', () => {
  const name = parseCitizenCard(CARD.normalize('NFD'))?.name;
  expect(name).toBe('Nguyễn Văn Đức'.normalize('NFC'));
});

it.each([
  '',
  '036090001234',
  '036090001234|1|2',
  'abc|1|Tên|01011990|Nam|Địa chỉ',
  '036090001234|||01011990|Nam|Nơi ở'
])('is no card: %s', (text) => {
  expect(parseCitizenCard(text)).toBeNull();
});
