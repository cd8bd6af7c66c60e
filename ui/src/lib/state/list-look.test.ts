import { expect, it } from 'vitest';
import { fit, lookOf, USUAL } from './list-look';

it('what was kept is read as far as it is known', () => {
  expect(lookOf({ columns: ['due', 'colour'], group: 'mood' })).toEqual({ columns: ['due'], group: 'none' });
  expect(lookOf(null)).toEqual(USUAL);
});

it('where there is no room the dispensable columns go first, and status and due moment stay', () => {
  expect(fit(USUAL.columns, 100).columns).toEqual(['service', 'status', 'due', 'owner']);
  expect(fit(USUAL.columns, 60).columns).toEqual(['service', 'status', 'due']);
  expect(fit(USUAL.columns, 50)).toMatchObject({ columns: ['status', 'due'], small: false });
  expect(fit(USUAL.columns, 36)).toMatchObject({ columns: ['status', 'due'], small: true });
  expect(fit(['status'], 100).template.split(' ').length).toBeLessThan(
    fit(USUAL.columns, 100).template.split(' ').length
  );
});
