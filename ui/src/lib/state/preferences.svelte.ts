/** What a person chose for the look of things. The browser's store holds this and nothing else. */
import { createContext } from 'svelte';
import type { NewsSettings } from '$lib/generated/types';
import { LANGUAGES, type Language, type LanguageCode } from '$lib/i18n/language.svelte';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export const TEXT_SIZES = ['small', 'normal', 'large', 'larger', 'largest'] as const;
export const DENSITIES = ['dense', 'normal', 'roomy'] as const;
export const MOTIONS = ['system', 'less'] as const;
export type Theme = (typeof THEMES)[number];
export type TextSize = (typeof TEXT_SIZES)[number];
export type Density = (typeof DENSITIES)[number];
export type Motion = (typeof MOTIONS)[number];

const KEY = 'mot-cua';
/** Grows whenever the list of what is new changes. */
export const NEWS_EDITION = 3;

interface Kept {
  unit?: string;
  user?: string;
  theme?: Theme;
  language?: LanguageCode;
  textSize?: TextSize;
  density?: Density;
  motion?: Motion;
  newsSeen?: number;
}

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

/** What was kept, if it is still one of the choices. */
function among<Choice extends string>(choices: readonly Choice[], kept: unknown, otherwise: Choice): Choice {
  return choices.find((one) => one === kept) ?? otherwise;
}

export class Preferences {
  theme = $state<Theme>('system');
  textSize = $state<TextSize>('normal');
  density = $state<Density>('normal');
  motion = $state<Motion>('system');
  /** The edition of what is new that was looked at. */
  newsSeen = $state(0);
  /** What whoever is signed in wants to be interrupted for; the desk keeps it by person. */
  notify = $state.raw<NewsSettings>({ muted: [], quiet: { type: 'outside_hours' }, digest_minutes: 0, english: false });
  unit = $state('');
  user = $state('');

  constructor(readonly language: Language) {
    const kept = read();
    this.theme = among(THEMES, kept.theme, 'system');
    this.textSize = among(TEXT_SIZES, kept.textSize, 'normal');
    this.density = among(DENSITIES, kept.density, 'normal');
    this.motion = among(MOTIONS, kept.motion, 'system');
    this.newsSeen = Number(kept.newsSeen ?? 0);
    this.unit = kept.unit ?? '';
    this.user = kept.user ?? '';
    language.code = kept.language && kept.language in LANGUAGES ? kept.language : 'vi';
  }

  /** Shows and keeps the choices; to be run whenever one of them changes. */
  apply(systemIsDark: boolean, systemWantsContrast: boolean): void {
    const { theme, textSize, density, motion, newsSeen, unit, user, language } = this;
    const root = document.documentElement;
    const isSystems = theme === 'system' || theme === 'contrast';
    const light = isSystems ? (systemIsDark ? 'dark' : 'light') : theme;
    root.dataset.theme = light;
    root.dataset.contrast = theme === 'contrast' || (theme === 'system' && systemWantsContrast) ? 'more' : 'usual';
    root.dataset.text = textSize;
    root.dataset.density = density;
    root.dataset.motion = motion;
    root.lang = language.code;
    const kept: Kept = { unit, user, theme, language: language.code, textSize, density, motion, newsSeen };
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Without a store the choices last as long as the window.
    }
  }
}

export const [usePreferences, providePreferences] = createContext<Preferences>();
