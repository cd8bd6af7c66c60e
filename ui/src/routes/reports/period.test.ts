import { expect, test } from 'vitest';
import { periodOf } from './period';

test('a period holds its day and moves by whole periods', () => {
  expect(periodOf('month', '2026-11-23', 0)).toEqual({ from: '2026-11-01', to: '2026-11-30' });
  expect(periodOf('month', '2026-01-31', -1)).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  expect(periodOf('month', '2024-03-01', -1)).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  expect(periodOf('quarter', '2026-11-23', 0)).toEqual({ from: '2026-10-01', to: '2026-12-31' });
  expect(periodOf('half', '2026-11-23', -1)).toEqual({ from: '2026-01-01', to: '2026-06-30' });
  expect(periodOf('year', '2026-11-23', -1)).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  expect(periodOf('day', '2026-03-01', -1)).toEqual({ from: '2026-02-28', to: '2026-02-28' });
});
