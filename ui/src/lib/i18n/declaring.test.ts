import { expect, it } from 'vitest';
import { declaring as english } from './en/declaring';
import { declaring as vietnamese } from './vi/declaring';

it('what is wrong with an entry says what it takes', () => {
  const number = { number: { least: 1, most: 9 } };
  expect(vietnamese.problem('malformed', number)).toBe('Ghi một số nguyên, ít nhất 1, nhiều nhất 9.');
  expect(english.problem('malformed', { number: {} })).toBe('Write a whole number.');
  expect(vietnamese.problem('missing', 'day')).toBe('Chưa điền mục này.');
});
