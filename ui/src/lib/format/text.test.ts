import { expect, it } from 'vitest';
import { toBase64 } from './base64';
import { formatSize, initials, shortCode } from './text';

it('sizes are told in the largest fitting unit', () => {
  expect(formatSize(900)).toBe('900 B');
  expect(formatSize(420 * 1024)).toBe('420 KB');
  expect(formatSize(1.44 * 1024 * 1024)).toBe('1,4 MB');
  expect(formatSize(1.44 * 1024 * 1024, '.')).toBe('1.4 MB');
});

it('a case code is known by its day and number', () => {
  expect(shortCode('000.02.21.H40-261123-0014')).toBe('261123-0014');
});

it('a person is known by the first letters of family and given name', () => {
  expect(initials('Trần Thị Hoa')).toBe('TH');
  expect(initials('Hoa')).toBe('H');
});

it('bytes become base64, also many', async () => {
  expect(await toBase64(new Blob([new Uint8Array([104, 105])]))).toBe('aGk=');
  const many = await toBase64(new Blob([new Uint8Array(100_000)]));
  expect(many).toHaveLength(133_336);
});
