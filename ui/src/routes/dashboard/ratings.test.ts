import { expect, test } from 'vitest';
import { middle, overall, points } from './ratings';

const sums = { count: 3, handling: 15, attitude: 9, agency: 13 };

test('points are means to one decimal, with a comma', () => {
  expect(points(middle(sums, 'handling'))).toBe('5,0');
  expect(points(middle(sums, 'agency'))).toBe('4,3');
  expect(points(overall(sums))).toBe('4,1');
});

test('without ratings nothing is made up', () => {
  const none = { count: 0, handling: 0, attitude: 0, agency: 0 };
  expect([points(middle(none, 'attitude')), points(overall(none))]).toEqual(['–', '–']);
});
