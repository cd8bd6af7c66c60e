/** What a person chose for the look of things. The browser's store holds this and nothing else. */
import { createContext } from 'svelte';
import { LANGUAGES, type Language, type LanguageCode } from '$lib/i18n/language.svelte';

export type Theme = 'system' | 'light' | 'dark';
export type TextSize = 'small' | 'normal' | 'large';

const KEY = 'mot-cua';

interface Kept {
  unit?: string;
  user?: string;
  theme?: Theme;
  language?: LanguageCode;
  textSize?: TextSize;
}

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

export class Preferences {
  theme = $state<Theme>('system');
  textSize = $state<TextSize>('normal');
  unit = $state('');
  user = $state('');

  constructor(readonly language: Language) {
    const kept = read();
    this.theme = kept.theme && ['system', 'light', 'dark'].includes(kept.theme) ? kept.theme : 'system';
    this.textSize = kept.textSize && ['small', 'normal', 'large'].includes(kept.textSize) ? kept.textSize : 'normal';
    this.unit = kept.unit ?? '';
    this.user = kept.user ?? '';
    language.code = kept.language && kept.language in LANGUAGES ? kept.language : 'vi';
  }

  /** Shows and keeps the choices; to be run whenever one of them changes. */
  apply(systemIsDark: boolean): void {
    const { theme, textSize, unit, user, language } = this;
    const root = document.documentElement;
    root.dataset.theme = theme === 'system' ? (systemIsDark ? 'dark' : 'light') : theme;
    root.dataset.text = textSize;
    root.lang = language.code;
    const kept: Kept = { unit, user, theme, language: language.code, textSize };
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Without a store the choices last as long as the window.
    }
  }
}

export const [usePreferences, providePreferences] = createContext<Preferences>();
