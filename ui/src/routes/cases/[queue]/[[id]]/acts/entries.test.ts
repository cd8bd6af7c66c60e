import { expect, it } from 'vitest';
import { FakeDesk } from '$lib/backend/fake';
import type { Act, ActKind, CaseView } from '$lib/generated/types';
import { vi } from '$lib/i18n/vi';
import { begin, handOverOf, intentOf, missing, type DialogKind } from './entries';
import { queueOf, slice } from '../queue';

async function anyView(): Promise<CaseView> {
  const desk = new FakeDesk('');
  await desk.signIn('000.02.21.H40', 'hoa', 'x');
  const { rows } = await desk.list({ queue: 'new', search: '', after: null, limit: 1 });
  return desk.openCase(rows[0]!.id);
}
const act = (kind: ActKind): Act => ({ kind, main: false });
const ALL: DialogKind[] = [
  'accept',
  'reject',
  'request_supplement',
  'receive_supplement',
  'assign',
  'complete_step',
  'return_step',
  'propose_result',
  'propose_rejection',
  'approve',
  'number',
  'hand_over',
  'withdraw'
];

it.each(ALL)('the dialog of %s makes the intent of its name', async (kind) => {
  const entries = begin(act(kind), await anyView(), vi);
  expect(intentOf(kind, entries, '1').type).toBe(kind);
});

it('a reason, a person, a secret cannot be left out', async () => {
  const entries = begin(act('reject'), await anyView(), vi);
  expect(missing('reject', entries, '')).toEqual(['reason']);
  expect(missing('assign', entries, '')).toEqual(['to']);
  expect(missing('approve', entries, '')).toEqual(['secret']);
  expect(missing('accept', entries, '')).toEqual([]);
});

it('a result begins with a text made from the case', async () => {
  const view = await anyView();
  const entries = begin(act('propose_result'), view, vi);
  expect(entries.title).toBe(view.service.result.toLocaleUpperCase('vi'));
  expect(entries.body).toContain(view.case.applicant.name);
});

it('a hand-over begins with the applicant', async () => {
  const view = await anyView();
  expect(begin(act('hand_over'), view, vi).to).toBe(view.case.applicant.name);
});

it('of a long list only what is in sight is drawn', () => {
  expect(slice(10_000, 34, 0, 680)).toEqual({ from: 0, to: 30 });
  expect(slice(10_000, 34, 34_000, 680)).toEqual({ from: 990, to: 1030 });
  expect(slice(5, 34, 0, 680)).toEqual({ from: 0, to: 5 });
});

it('an address without a known queue shows one’s own work', () => {
  expect(queueOf('late')).toBe('late');
  expect(queueOf('nonsense')).toBe('mine');
  expect(queueOf(undefined)).toBe('mine');
});

it('the papers that nobody handed in are ticked when missing papers are asked for', async () => {
  const view = await anyView();
  const [first = '', ...rest] = view.service.papers;
  const without = { ...view, case: { ...view.case, papers: view.case.papers.filter((paper) => paper.name !== first) } };
  const handedIn = without.case.papers.map((paper) => paper.name);
  expect(begin(act('request_supplement'), without, vi).asked).toEqual(
    [first, ...rest].filter((name) => !handedIn.includes(name))
  );
  expect(begin(act('request_supplement'), without, vi).asked).toContain(first);
});

it('of many results each is handed over as its applicant wished, unless somebody chose otherwise', async () => {
  const view = await anyView();
  const wishing = (address: string | null) => ({ ...view, case: { ...view.case, send_result_to: address } });
  expect(handOverOf(wishing(null), '', null, '')).toMatchObject({ method: 'counter', to: view.case.applicant.name });
  expect(handOverOf(wishing('12 Hùng Vương'), '', null, '')).toMatchObject({ method: 'post' });
  expect(handOverOf(wishing('12 Hùng Vương'), 'Lan', 'counter', ' gấp ')).toMatchObject({
    method: 'counter',
    to: 'Lan',
    note: 'gấp'
  });
});
