import { expect, it } from 'vitest';
import type { CaseRow, User } from '$lib/generated/types';
import { inColumn } from './columns';

const person = (id: string) => ({ id, name: 'Nguyễn Thị Lan' }) as User;
const row = (id: string, assignee: string | null) => ({ id, assignee, assignee_name: 'Nguyễn Thị Lan' }) as CaseRow;

it('two colleagues of one name have a column each, with their own cases', () => {
  const people = [person('lan1'), person('lan2')];
  const rows = [row('a', 'lan1'), row('b', 'lan2'), row('c', null), row('d', 'elsewhere')];
  const ids = (user: User | null) => inColumn(rows, user, people).map((one) => one.id);
  expect(ids(people[0]!)).toEqual(['a']);
  expect(ids(people[1]!)).toEqual(['b']);
  expect(ids(null)).toEqual(['c', 'd']);
});
