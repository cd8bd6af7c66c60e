import { expect, it } from 'vitest';
import { FakeDesk } from '$lib/backend/fake';
import type { ActRequest, Application, CaseView, Failure, ImportPreview } from '$lib/generated/types';
import type { Desk } from './desk.svelte';
import { ImportRun } from './import-run.svelte';
import type { Work } from './works.svelte';

const work = () => ({ done: 0 }) as Work;
const row = (line: number) => ({
  line,
  name: `Người ${line}`,
  application: {} as Application,
  problems: [],
  known: [] as string[]
});
const preview = (lines: number[]): ImportPreview => ({ columns: [], ignored: [], left_out: 0, rows: lines.map(row) });
const refused: Failure = { type: 'refused', refusal: { type: 'service_not_at_unit', unit: 'U' } };

/** A desk that fails where it is told to, by the number of the call. */
async function deskThat(fails: (call: number, request: ActRequest) => Failure | null): Promise<Desk> {
  const fake = new FakeDesk('');
  await fake.signIn('000.02.21.H40', 'hoa', 'x');
  const { rows } = await fake.list({ queue: 'new', search: '', after: null, limit: 1 });
  const view: CaseView = await fake.openCase(rows[0]!.id);
  let calls = 0;
  const act = async (request: ActRequest) => {
    const failure = fails(++calls, request);
    if (failure) throw failure;
    return { ...view, case: { ...view.case, id: `case-${calls}` } };
  };
  const atWork = (work: (goesOn: () => Promise<boolean>) => Promise<void>) => work(async () => true);
  return { backend: { act }, atWork, failure: (thrown: unknown) => thrown as Failure } as unknown as Desk;
}

it('a line that the law refuses stands with its reason, and the others are received', async () => {
  const run = new ImportRun(await deskThat((call) => (call === 2 ? refused : null)));
  run.preview = preview([2, 3, 4]);
  await run.receive(work());
  expect(run.received.map((one) => [one.line, one.failure?.type ?? null])).toEqual([
    [2, null],
    [3, 'refused'],
    [4, null]
  ]);
  expect(run.left.map((one) => one.line)).toEqual([3]);
  await run.receive(work());
  expect(run.received.map((one) => [one.line, one.failure])).toEqual([
    [2, null],
    [3, null],
    [4, null]
  ]);
  expect(run.left).toEqual([]);
});

it('what concerns all lines ends the run, which goes on from there', async () => {
  const full: Failure = { type: 'not_saved' };
  const run = new ImportRun(await deskThat((call) => (call === 2 ? full : null)));
  run.preview = preview([2, 3, 4]);
  await run.receive(work());
  expect(run.received.map((one) => one.line)).toEqual([2, 3]);
  expect(run.left.map((one) => one.line)).toEqual([3, 4]);
  await run.receive(work());
  expect(run.left).toEqual([]);
});

it('taking back leaves alone what has gone on meanwhile, and says so', async () => {
  const moved: Failure = {
    type: 'refused',
    refusal: { type: 'case_moved_on', status: 'in_progress', step: null, turn: 9 }
  };
  const withdrawals = (request: ActRequest) => request.intent.type === 'withdraw' && request.case === 'case-1';
  const run = new ImportRun(await deskThat((_, request) => (withdrawals(request) ? moved : null)));
  run.preview = preview([2, 3]);
  await run.receive(work());
  await run.undo('Nhập nhầm', work());
  expect(run.received.map((one) => [one.line, one.undone, one.failure?.type ?? null])).toEqual([
    [2, false, 'refused'],
    [3, true, null]
  ]);
});

it('lines whose person has an open case of the service are left out unless somebody says so', async () => {
  const run = new ImportRun(await deskThat(() => null));
  const sheet = preview([2, 3]);
  sheet.rows[1]!.known = ['000.01.21.H40-261128-0007'];
  run.preview = sheet;
  expect(run.good.map((row) => row.line)).toEqual([2]);
  expect(run.known.map((row) => row.line)).toEqual([3]);
  run.withKnown = true;
  await run.receive(work());
  expect(run.received.map((one) => one.line)).toEqual([2, 3]);
});
