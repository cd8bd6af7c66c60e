/** What can stand where the search box is being typed in. */
import { fold } from '$lib/format/fold';
import { rank } from '$lib/format/rank';
import type { LanguageCode } from '$lib/i18n/language.svelte';
import type { Words } from '$lib/i18n/vi';
import { bare, nameOf, NAMES, partsOf, SPELLINGS, STATUSES, type Known, type Name } from './grammar';

export interface Suggestion {
  /** What stands in the box afterwards. */
  typed: string;
  /** The part alone. */
  part: string;
  meaning: string;
}

const MOST = 8;
const quoted = (value: string) => (/\s/.test(value) ? `"${value}"` : value);

function valuesOf(name: Name, known: Known, words: Words, language: LanguageCode): [string, string][] {
  const isVietnamese = language === 'vi';
  const { values } = words.search;
  switch (name) {
    case 'due':
      return [
        [isVietnamese ? 'qua' : 'late', values.late],
        [isVietnamese ? 'homnay' : 'today', values.today],
        ['<3', values.days['<'](3)],
        ['>10', values.days['>'](10)]
      ];
    case 'field':
      return [...new Set(known.services.map((one) => one.field))].map((field) => [bare(field), field]);
    case 'service':
      return known.services.map((one) => [one.code, one.name]);
    case 'officer':
      return [
        [isVietnamese ? 'toi' : 'me', values.me],
        [isVietnamese ? 'chua' : 'nobody', words.list.nobody],
        ...known.colleagues.map((one): [string, string] => [one.id, one.name])
      ];
    case 'status':
      return STATUSES.map((status, index) => [String(index + 1), words.law.statuses[status]]);
    case 'decision':
      return isVietnamese
        ? [
            ['co', values.granted],
            ['tuchoi', values.declined]
          ]
        : [
            ['granted', values.granted],
            ['declined', values.declined]
          ];
    case 'fee':
      return isVietnamese
        ? [
            ['chua', values.unpaid],
            ['roi', values.paid]
          ]
        : [
            ['unpaid', values.unpaid],
            ['paid', values.paid]
          ];
    case 'channel':
      return [
        [isVietnamese ? 'quay' : 'counter', words.law.channels.counter],
        ['online', words.law.channels.online],
        [isVietnamese ? 'buudien' : 'post', words.law.channels.post]
      ];
    case 'received':
    case 'done':
    case 'applicant':
    case 'code':
      return [];
  }
}

/** Every condition with an example, for a box that is empty. */
export function conditions(words: Words, language: LanguageCode): Suggestion[] {
  return NAMES.map((name) => {
    const part = `${SPELLINGS[name][language]}:`;
    return { typed: part, part, meaning: words.search.names[name] };
  });
}

/** What the last part could become; nothing while plain words are typed. */
export function suggest(typed: string, known: Known, words: Words, language: LanguageCode): Suggestion[] {
  if (typed.trim() === '') return conditions(words, language);
  if (/\s$/.test(typed)) return [];
  const parts = partsOf(typed);
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1);
  const [, spelling, value] = /^([\p{L}_-]+):(.*)$/su.exec(last) ?? [];
  if (spelling === undefined || value === undefined) return [];
  const name = nameOf(spelling);
  if (name === null) return value === '' ? conditions(words, language) : [];
  const wanted = value.replace(/"/g, '');
  const all = valuesOf(name, known, words, language).map(([one, meaning]) => {
    const part = `${spelling}:${quoted(one)}`;
    return { typed: [...before, part].join(' ') + ' ', part, meaning };
  });
  const isWhole = all.some((one) => fold(one.part) === fold(last));
  return isWhole ? [] : rank(all, wanted, (one) => `${one.part} ${one.meaning}`).slice(0, MOST);
}
