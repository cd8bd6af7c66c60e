/**
 * What can be typed into the search box: words, and conditions such as `han:<3`, `linhvuc:datdai`, `nguoi:lan`,
 * `trangthai:4`, `phi:chua`, `ketqua:tuchoi`. Names are understood in both languages, with or without accents.
 */
import type { Channel, Decision, ServiceCode, Status, UserId } from '$lib/generated/types';
import { fold } from '$lib/format/fold';

export const NAMES = [
  'due',
  'field',
  'service',
  'applicant',
  'officer',
  'status',
  'decision',
  'fee',
  'channel',
  'code',
  'received',
  'done'
] as const;
export type Name = (typeof NAMES)[number];

/** How each condition may be called; the first of each language is the one that is suggested. */
export const SPELLINGS: Record<Name, { vi: string; en: string; others: string[] }> = {
  due: { vi: 'han', en: 'due', others: ['hantra'] },
  field: { vi: 'linhvuc', en: 'field', others: ['lv'] },
  service: { vi: 'thutuc', en: 'service', others: ['tt'] },
  applicant: { vi: 'nguoi', en: 'applicant', others: ['ten', 'chuhoso', 'name'] },
  officer: { vi: 'canbo', en: 'officer', others: ['giao', 'with'] },
  status: { vi: 'trangthai', en: 'status', others: [] },
  decision: { vi: 'ketqua', en: 'result', others: ['kq', 'decision'] },
  fee: { vi: 'phi', en: 'fee', others: ['lephi'] },
  channel: { vi: 'kenh', en: 'channel', others: [] },
  code: { vi: 'ma', en: 'code', others: ['mahoso', 'id'] },
  received: { vi: 'nhan', en: 'received', others: ['tiepnhan'] },
  done: { vi: 'xong', en: 'done', others: ['giaiquyet'] }
};

export type Condition =
  | { name: 'due'; compare: '<' | '<=' | '>' | '>='; days: number }
  | { name: 'due'; compare: 'late' | 'today' }
  | { name: 'field'; fields: string[] }
  | { name: 'service'; services: ServiceCode[] }
  | { name: 'applicant' | 'code'; words: string }
  | { name: 'officer'; user: UserId }
  | { name: 'status'; status: Status }
  | { name: 'decision'; decision: Decision }
  | { name: 'fee'; paid: boolean }
  | { name: 'channel'; channel: Channel }
  /** What the reports count as received, or as done, in a month. */
  | { name: 'received' | 'done'; month: string };

/** A condition with the text that it was typed as. */
export type Term = Condition & { typed: string };

export interface Problem {
  typed: string;
  /** `null`: there is no such condition at all. */
  name: Name | null;
}

export interface Query {
  words: string;
  terms: Term[];
  problems: Problem[];
}

/** What the values of a condition are looked up in. */
export interface Known {
  services: { code: ServiceCode; name: string; field: string }[];
  colleagues: { id: UserId; name: string }[];
  me: UserId;
}

export const STATUSES: Status[] = [
  'filed',
  'accepted',
  'rejected',
  'in_progress',
  'awaiting_supplement',
  'awaiting_payment',
  'withdrawn',
  'stopped',
  'done',
  'handed_over'
];

/** Letters and digits alone, so that `datdai` is `Đất đai`. */
export const bare = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]/gu, '');

/** The condition of that spelling. */
export function nameOf(spelling: string): Name | null {
  const wanted = bare(spelling);
  return (
    NAMES.find((name) => [SPELLINGS[name].vi, SPELLINGS[name].en, ...SPELLINGS[name].others].includes(wanted)) ?? null
  );
}

const LATE = ['qua', 'quahan', 'tre', 'trehan', 'late', 'overdue'];
const TODAY = ['homnay', 'nay', 'today'];
const UNPAID = ['chua', 'chuanop', 'chuathu', 'no', 'unpaid', 'due'];
const PAID = ['roi', 'da', 'danop', 'dathu', 'yes', 'paid'];
const GRANTED = ['co', 'capco', 'dongy', 'duoc', 'granted', 'yes'];
const DECLINED = ['tuchoi', 'khong', 'declined', 'refused', 'no'];
const ME = ['toi', 'me'];
const NOBODY = ['chua', 'chuagiao', 'khongai', 'nobody'];
const CHANNELS: [Channel, string[]][] = [
  ['counter', ['quay', 'tructiep', 'counter']],
  ['online', ['online', 'tructuyen', 'mang']],
  ['post', ['buudien', 'buuchinh', 'post']]
];

function readDue(value: string): Condition | null {
  const word = bare(value);
  if (LATE.includes(word)) return { name: 'due', compare: 'late' };
  if (TODAY.includes(word)) return { name: 'due', compare: 'today' };
  const [, compare = '<=', days] = /^(<=|>=|<|>|=)?(\d{1,3})$/.exec(value.replace(/\s/g, '')) ?? [];
  if (days === undefined) return null;
  return { name: 'due', compare: compare === '=' ? '<=' : (compare as '<'), days: Number(days) };
}

/** `11/2026` or `2026-11` as `2026-11`. */
function monthOf(value: string): string | null {
  const [, first = '', second = ''] = /^(\d{1,4})[/.-](\d{1,4})$/.exec(value.trim()) ?? [];
  const [year, month] = first.length === 4 ? [first, second] : [second, first];
  const isMonth = year.length === 4 && Number(month) >= 1 && Number(month) <= 12;
  return isMonth ? `${year}-${month.padStart(2, '0')}` : null;
}

function readStatus(value: string, names: Record<Status, string>): Condition | null {
  const number = /^\d{1,2}$/.test(value.trim()) ? Number(value) : 0;
  const word = bare(value);
  const status = STATUSES[number - 1] ?? STATUSES.find((one) => word.length > 2 && bare(names[one]).includes(word));
  return status ? { name: 'status', status } : null;
}

function readValue(name: Name, value: string, known: Known, statuses: Record<Status, string>): Condition | null {
  const word = bare(value);
  if (word === '') return null;
  switch (name) {
    case 'due':
      return readDue(value);
    case 'field': {
      const fields = known.services.map((one) => one.field).filter((field) => bare(field).includes(word));
      return fields.length > 0 ? { name, fields: [...new Set(fields)] } : null;
    }
    case 'service': {
      const services = known.services.filter((one) => bare(one.code) === word || bare(one.name).includes(word));
      return services.length > 0 ? { name, services: services.map((one) => one.code) } : null;
    }
    case 'applicant':
    case 'code':
      return { name, words: value.trim() };
    case 'officer': {
      if (ME.includes(word)) return { name, user: known.me };
      if (NOBODY.includes(word)) return { name, user: '' };
      const found = known.colleagues.filter((one) => one.id === value.trim() || bare(one.name).includes(word));
      return found.length === 1 && found[0] ? { name, user: found[0].id } : null;
    }
    case 'status':
      return readStatus(value, statuses);
    case 'decision':
      if (GRANTED.includes(word)) return { name, decision: 'granted' };
      return DECLINED.includes(word) ? { name, decision: 'declined' } : null;
    case 'fee':
      return UNPAID.includes(word) ? { name, paid: false } : PAID.includes(word) ? { name, paid: true } : null;
    case 'received':
    case 'done': {
      const month = monthOf(value);
      return month === null ? null : { name, month };
    }
    case 'channel': {
      const found = CHANNELS.find(([, spellings]) => spellings.includes(word));
      return found ? { name, channel: found[0] } : null;
    }
  }
}

/** The parts of what was typed: words, and conditions whose value may stand in quotation marks. */
export function partsOf(typed: string): string[] {
  return typed.normalize('NFC').match(/[^\s:"]+:(?:"[^"]*"?|\S*)|\S+/g) ?? [];
}

export function parse(typed: string, known: Known, statuses: Record<Status, string>): Query {
  const query: Query = { words: '', terms: [], problems: [] };
  const words: string[] = [];
  for (const part of partsOf(typed)) {
    const [, spelling, value] = /^([\p{L}_-]+):(.*)$/su.exec(part) ?? [];
    if (spelling === undefined || value === undefined) {
      words.push(part);
      continue;
    }
    const name = nameOf(spelling);
    const condition = name && readValue(name, value.replace(/^"|"$/g, ''), known, statuses);
    if (condition) query.terms.push({ ...condition, typed: part });
    else query.problems.push({ typed: part, name });
  }
  query.words = words.join(' ');
  return query;
}

/** What was typed, without one of its parts. */
export function without(typed: string, part: string): string {
  const parts = partsOf(typed);
  const at = parts.indexOf(part);
  return parts.filter((_one, place) => place !== at).join(' ');
}
