import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACT_KEYS } from '$lib/shortcuts';
import { STATUS_MARKS, SYNC_MARKS } from '$lib/components/marks';
import type { Failure } from '$lib/generated/types';
import type { Names } from './shapes';
import { en } from './en';
import { explainFailure, namesOf, tellCommand, tellEvent } from './names';
import { vi, type Words } from './vi';

const source = readFileSync(new URL('../generated/types.ts', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const languages: [string, Words][] = [
  ['vi', vi],
  ['en', en]
];

/** The body of a generated type. */
function bodyOf(name: string): string {
  const start = source.search(new RegExp(`export type ${name}\\s*=`));
  expect(start, name).toBeGreaterThanOrEqual(0);
  const rest = source.slice(start + 6);
  const end = rest.search(/\bexport type /);
  return end < 0 ? rest : rest.slice(0, end);
}
/** The `type`s of a generated union. */
const typesOf = (name: string) => [...bodyOf(name).matchAll(/"?type"?: "(\w+)"/g)].map((match) => match[1]!);
/** The texts of a generated enumeration. */
const textsOf = (name: string) => [...bodyOf(name).matchAll(/"(\w+)"/g)].map((match) => match[1]!);

/** Every path through the words, functions and texts alike. */
function paths(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [`${path}[]`];
  if (typeof value !== 'object' || value === null) return [`${path}:${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`));
}

it('both languages have the same words', () => {
  expect(paths(en).sort()).toEqual(paths(vi).sort());
});

it('no text is empty', () => {
  const empty = (value: unknown): boolean =>
    typeof value === 'string'
      ? value.trim() === ''
      : typeof value === 'object' && value !== null && Object.values(value).some(empty);
  expect(empty(vi)).toBe(false);
  expect(empty(en)).toBe(false);
});

it('what has two forms in English is not the Vietnamese text left behind', () => {
  expect(en.signIn.title).not.toBe(vi.signIn.title);
  expect(en.rail.receive).not.toBe(vi.rail.receive);
});

describe.each(languages)('in %s', (_code, words) => {
  const tables: [string, string[], object][] = [
    ['Refusal', typesOf('Refusal'), words.noes.refusals],
    ['Failure', typesOf('Failure').filter((type) => type !== 'refused'), words.noes.failures],
    ['AbsenceRefusal', textsOf('AbsenceRefusal'), words.noes.absences],
    ['Event', typesOf('Event'), words.law.events],
    ['Command', typesOf('Command'), words.law.commands],
    ['Addend', typesOf('Addend'), words.law.addends],
    ['ActKind', textsOf('ActKind'), words.law.acts],
    ['ActKind on buttons', textsOf('ActKind'), words.law.confirms],
    ['ActKind without a line', textsOf('ActKind'), words.law.confirmsOffline],
    ['ActKind hints', textsOf('ActKind'), words.law.actHints],
    ['Status', textsOf('Status'), words.law.statuses],
    ['Role', textsOf('Role'), words.law.roles],
    ['StepKind', textsOf('StepKind'), words.law.stepKinds],
    ['Channel', textsOf('Channel'), words.law.channels],
    ['HandOverMethod', textsOf('HandOverMethod'), words.law.methods],
    ['ApplicantKind', textsOf('ApplicantKind'), words.law.applicantKinds],
    ['Queue', textsOf('Queue'), words.law.queues],
    ['Queue when empty', textsOf('Queue'), words.law.queueEmpty],
    ['SyncState', textsOf('SyncState'), words.law.sync],
    ['Trouble', textsOf('Trouble'), words.noes.troubles]
  ];
  it.each(tables)('every %s has its message', (_name, types, table) => {
    expect(types.length).toBeGreaterThan(1);
    expect(Object.keys(table).sort()).toEqual([...new Set(types)].sort());
  });

  it('every refusal and failure says what happened and what to do', () => {
    const names: Names = namesOf(words, null, null);
    const anything = new Proxy({}, { get: (_target, key) => (key === 'limit' || key === 'times' ? 3 : 'x') });
    const all: Record<string, (value: never, names: Names) => { what: string; todo: string }> = {
      ...words.noes.refusals,
      ...words.noes.failures
    };
    const quiet: Names = {
      ...names,
      when: () => '23/11/2026',
      day: () => '23/11/2026',
      status: () => 'x',
      role: () => 'x'
    };
    const told = Object.values(all).map((message) => message(anything as never, quiet));
    expect(told.every(({ what, todo }) => what.length > 5 && todo.length > 5)).toBe(true);
    expect(new Set(told.map(({ what }) => what)).size).toBe(told.length);
  });
});

it('every state has an icon and every act a key', () => {
  expect(Object.keys(STATUS_MARKS).sort()).toEqual(textsOf('Status').sort());
  expect(Object.keys(SYNC_MARKS).sort()).toEqual(textsOf('SyncState').sort());
  expect(Object.keys(ACT_KEYS).sort()).toEqual(textsOf('ActKind').sort());
});

it('people and steps are named as the case names them', () => {
  const people = { hoa: 'Trần Thị Hoa' };
  const view = { people, steps: [{ id: 'draft', name: 'Dự thảo' }] } as never;
  const names = namesOf(vi, null, view);
  expect(tellCommand(vi, { type: 'assign', turn: 1, from: null, to: 'hoa', note: '' }, names)).toBe(
    'Giao cho Trần Thị Hoa'
  );
  const event = { type: 'step_returned', step: 'sign', to: 'draft', step_due_at: 0, reason: 'Sai' } as const;
  expect(tellEvent(vi, event, names).title).toBe('Trả từ “sign” về “Dự thảo”');
});

it('a refusal inside a failure is explained as the refusal', () => {
  const failure: Failure = { type: 'refused', refusal: { type: 'with_someone_else', assignee: 'minh' } };
  expect(explainFailure(vi, failure, namesOf(vi, null, null)).what).toContain('minh');
});

it('a message that a newer desk sends is still said', () => {
  const failure = { type: 'quite_new' } as unknown as Failure;
  expect(explainFailure(vi, failure, namesOf(vi, null, null)).what).toContain('quite_new');
});
