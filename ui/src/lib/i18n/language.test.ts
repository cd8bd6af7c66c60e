import { expect, it } from 'vitest';
import type { Left } from '$lib/generated/types';
import { Language } from './language.svelte';

const left = (part: Partial<Left>): Left => ({ late: false, soon: false, days: 0, minutes: 0, ...part });

it('what is left is told in days and hours of work, as the desk counted them', () => {
  const language = new Language('vi');
  expect(language.due(left({ days: 2, minutes: 185 }))).toBe('còn 2 ngày 3 giờ');
  expect(language.due(left({ days: 2, minutes: 185 }), 'short')).toBe('còn 2 ng 3 giờ');
  expect(language.due(left({ days: 2, minutes: 185 }), 'coarse')).toBe('còn 2 ng');
  expect(language.due(left({ late: true, minutes: 61 }))).toBe('quá hạn 1 giờ 1 phút');
});

it('what is due this minute is not told as nothing', () => {
  expect(new Language('en').due(left({ late: true }))).toBe('1 minute late');
});
