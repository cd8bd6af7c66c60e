/** The language of the screens, switched at once. */
import { createContext } from 'svelte';
import { coarse, formatSpan, spanOf, type Units } from '$lib/format/moment';
import type { Left } from '$lib/generated/types';
import { en } from './en';
import { vi, type Words } from './vi';

export const LANGUAGES = { vi: 'Tiếng Việt', en: 'English' } as const;
export type LanguageCode = keyof typeof LANGUAGES;

const all: Record<LanguageCode, Words> = { vi, en };

export class Language {
  code = $state<LanguageCode>('vi');

  constructor(code: LanguageCode = 'vi') {
    this.code = code;
  }

  get words(): Words {
    return all[this.code];
  }

  get decimal(): string {
    return this.code === 'vi' ? ',' : '.';
  }

  /** A length of time in full words. */
  span(milliseconds: number): string {
    return formatSpan(spanOf(milliseconds), this.words.time);
  }

  /** How far away a due moment is, in working time: 'còn 2 ngày 3 giờ', short 'còn 2 ng 3 giờ', coarse 'còn 2 ng'. */
  due({ late, days, minutes }: Left, length: 'full' | 'short' | 'coarse' = 'full'): string {
    const { time } = this.words;
    const brief: Units = { days: time.daysShort, hours: time.hoursShort, minutes: time.minutesShort };
    const isNothing = days === 0 && minutes === 0;
    const whole = { days, hours: Math.floor(minutes / 60), minutes: isNothing ? 1 : minutes % 60 };
    const span = formatSpan(length === 'coarse' ? coarse(whole) : whole, length === 'full' ? time : brief);
    return late ? time.late(span) : time.left(span);
  }
}

export const [useLanguage, provideLanguage] = createContext<Language>();
