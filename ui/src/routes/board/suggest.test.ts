import { expect, test } from 'vitest';
import { loadsAfter, propose, type Candidate, type Load } from './suggest';

const load = (id: string, cases: number, urgent = 0): Load => ({ id, name: id, cases, urgent });
const one = (id: string, part: Partial<Candidate> = {}): Candidate => ({
  id,
  name: id,
  due_at: 1,
  left: null,
  urgent: false,
  from: null,
  people: ['lan', 'minh'],
  field: 'HT',
  finished: {},
  ...part
});

test('cases go to whoever has the least, and an urgent one is as much as two', () => {
  const loads = [load('lan', 2), load('minh', 0)];
  const cases = [one('a', { urgent: true }), one('b', { due_at: 2 }), one('c', { due_at: 3 })];
  const proposal = propose(loads, cases);
  expect(proposal).toEqual({ a: 'minh', b: 'lan', c: 'minh' });
  expect(loadsAfter(loads, cases, proposal)).toEqual([load('lan', 3), load('minh', 2, 1)]);
});

test('what is due first is given first, and what has no day last', () => {
  const loads = [load('lan', 0), load('minh', 1)];
  const proposal = propose(loads, [one('late', { due_at: null }), one('first', { due_at: 5 })]);
  expect(proposal).toEqual({ first: 'lan', late: 'lan' });
});

test('nobody gets a case whom the law does not let take it', () => {
  const proposal = propose(
    [load('lan', 0), load('minh', 9)],
    [one('a', { people: ['minh'] }), one('b', { people: [] })]
  );
  expect(proposal).toEqual({ a: 'minh', b: null });
});

test('a case stays with who has it where that is balanced, and goes where it is not', () => {
  const even = [load('lan', 1), load('minh', 0)];
  expect(propose(even, [one('a', { from: 'lan' })])).toEqual({ a: null });
  const uneven = [load('lan', 3), load('minh', 0)];
  const cases = ['a', 'b', 'c'].map((id) => one(id, { from: 'lan' }));
  const proposal = propose(uneven, cases);
  expect(loadsAfter(uneven, cases, proposal).map((after) => after.cases)).toEqual([2, 1]);
});

test('of two who have as much, whoever has finished more of the field is proposed', () => {
  const finished = { lan: 3, minh: 40 };
  expect(propose([load('lan', 2), load('minh', 2)], [one('a', { finished })])).toEqual({ a: 'minh' });
  expect(propose([load('lan', 1), load('minh', 2)], [one('a', { finished })])).toEqual({ a: 'lan' });
});
