import { beforeEach, expect, it } from 'vitest';
import type { CaseRow, Intent, Queue } from '$lib/generated/types';
import { FakeDesk } from '.';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk('');
  await desk.signIn('000.02.21.H40', 'hoa', 'mật khẩu');
});

const rowsOf = async (queue: Queue, search = ''): Promise<CaseRow[]> =>
  (await desk.list({ queue, search, after: null, limit: 200 })).rows;

async function act(row: CaseRow, user: string, intent: Intent) {
  await desk.signIn('000.02.21.H40', user, 'x');
  const { case: subject } = await desk.openCase(row.id);
  return desk.act({ case: row.id, turn: subject.turn, intent });
}

it('a list comes part by part, each row once', async () => {
  const first = await desk.list({ queue: 'all', search: '', after: null, limit: 15 });
  const second = await desk.list({ queue: 'all', search: '', after: first.next, limit: 200 });
  const ids = [...first.rows, ...second.rows].map((row) => row.id);
  expect(second.next).toBeNull();
  expect(new Set(ids).size).toBe(first.counts.find((one) => one.queue === 'all')?.count);
});

it('a search needs no accents', async () => {
  expect((await rowsOf('all', 'nguyen van duc')).map((row) => row.applicant)).toEqual(['Nguyễn Văn Đức']);
});

it('a case goes from acceptance to hand-over, each by who may', async () => {
  const row = (await rowsOf('new'))[0]!;
  expect((await act(row, 'hoa', { type: 'accept' })).case.code).toMatch(/^000\.02\.21\.H40-\d{6}-\d{4}$/);
  await act(row, 'tuan', { type: 'assign', to: 'minh', note: '' });
  await act(row, 'minh', { type: 'propose_result', title: 'GIẤY', body: 'Xác nhận' });
  await act(row, 'tuan', { type: 'complete_step', note: '' });
  await act(row, 'hung', { type: 'approve', secret: '123456' });
  await act(row, 'ngoc', { type: 'number', secret: '123456' });
  const done = await act(row, 'hoa', { type: 'hand_over', to: row.applicant, method: 'counter', note: '' });
  expect(done.case.status).toBe('handed_over');
  expect(done.sync).toBe('on_this_computer');
});

it('what may not be done is refused, and nothing changes', async () => {
  const row = (await rowsOf('new'))[0]!;
  await expect(act(row, 'minh', { type: 'accept' })).rejects.toMatchObject({ type: 'refused' });
  expect((await desk.openCase(row.id)).case.status).toBe('filed');
});

it('a wrong secret and a missing key are said', async () => {
  await expect(desk.signIn('000.02.21.H40', 'hoa', 'sai')).rejects.toEqual({ type: 'wrong_secret' });
  const row = (await rowsOf('to_sign'))[0]!;
  await expect(act(row, 'hung', { type: 'approve', secret: '0000' })).rejects.toEqual({ type: 'wrong_key_secret' });
});
