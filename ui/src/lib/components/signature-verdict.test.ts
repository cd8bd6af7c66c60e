import { expect, it } from 'vitest';
import type { DocumentSignature } from '$lib/generated/types';
import { verdictOf } from './signature-verdict';

const signature = (part: Partial<DocumentSignature>): DocumentSignature => ({
  signer: 'Đặng Quốc Cường',
  claimed_at: 0,
  covers_whole_file: true,
  is_right: true,
  ...part
});
const verdicts = (all: DocumentSignature[]) => all.map((_, index) => verdictOf(all, index));

it('the first of two signatures covers what there was, the last one the whole file', () => {
  const two = [signature({ covers_whole_file: false }), signature({})];
  expect(verdicts(two)).toEqual([
    { covers: 'earlier', bad: false },
    { covers: 'whole', bad: false }
  ]);
});

it('what was added after the last signature is bad, for all of them', () => {
  const two = [signature({ covers_whole_file: false }), signature({ covers_whole_file: false })];
  expect(verdicts(two)).toEqual([
    { covers: 'not_all', bad: true },
    { covers: 'not_all', bad: true }
  ]);
});

it('a signature that does not fit is bad whatever it covers', () => {
  expect(verdicts([signature({ is_right: false })])).toEqual([{ covers: 'whole', bad: true }]);
});
