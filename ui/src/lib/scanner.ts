/**
 * Tells a scanner from a hand: a scanner types many keys, each within 35 ms of the last, and ends with Enter. Keys that
 * would be shortcuts are held back for a moment, so that a scanned code does not act; what a hand typed comes through
 * after it. Letters under composition (Telex, VNI) and keys held down are never a scan.
 */
import { parseCitizenCard, type CitizenCard } from './format/citizen-card';

/** Longest pause between two keys of a scanner, in ms. */
export const GAP = 35;
/** Fewest keys of a scan. */
export const LEAST = 8;
/** Keys that only move the eye: no code that is scanned begins with them. */
const HARMLESS = /^[jk]$/i;
/** No hand strikes more keys than this within the pauses of a scanner. */
const BY_HAND = 2;

export interface Press {
  key: string;
  /** In ms. */
  at: number;
  /** Held down, composed, or with Ctrl, Alt or Meta. */
  odd: boolean;
  /** In a text field: the key does its work there. */
  writing: boolean;
  /** Lets the key do later what it would have done now. */
  replay: () => void;
}

export class Scanner {
  #text = '';
  #last = -Infinity;
  #held: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onscan: (text: string, writing: boolean) => void) {}

  /** `pass`: the key is not ours. `hold`: keep it from everybody else. `scan`: the Enter that ended a scan. */
  press({ key, at, odd, writing, replay }: Press): 'pass' | 'hold' | 'scan' {
    // The shift of a capital is a key of its own and says nothing.
    if (key === 'Shift') return 'pass';
    const isOfBurst = at - this.#last < GAP;
    if (odd || (key.length !== 1 && key !== 'Enter')) return this.#pass();
    if (key === 'Enter') {
      if (!isOfBurst || this.#text.length < LEAST) return this.#pass();
      const text = this.#text;
      this.#clear();
      this.onscan(text, writing);
      return 'scan';
    }
    if (!isOfBurst) this.#settle();
    // A button takes the space bar at once; no scan begins with one.
    if (key === ' ' && this.#text === '' && !writing) return 'pass';
    if (HARMLESS.test(key) && this.#text === '' && !writing) return 'pass';
    this.#text += key;
    this.#last = at;
    if (writing) return 'pass';
    this.#held.push(replay);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), GAP + 5);
    return 'hold';
  }

  stop(): void {
    this.#clear();
  }

  /** Nothing more came: a scan without Enter, a stroke of a hand, or neither. */
  #settle(): void {
    const [text, held] = [this.#text, this.#held];
    this.#clear();
    if (held.length >= LEAST) this.onscan(text, false);
    else if (held.length <= BY_HAND) for (const replay of held) replay();
  }

  #pass(): 'pass' {
    this.#settle();
    return 'pass';
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#text = '';
    this.#last = -Infinity;
    this.#held = [];
  }
}

export type Scan = { type: 'case'; code: string } | { type: 'card'; card: CitizenCard } | { type: 'unknown' };

const CODE = /\d{3}(?:\.[0-9A-Z]{2,3}){2,3}-\d{6}-\d{4,6}/i;

/** What was scanned: a card of a citizen, or a paper with a case code, alone or within an address. */
export function understand(text: string): Scan {
  const card = parseCitizenCard(text);
  if (card) return { type: 'card', card };
  const code = CODE.exec(text)?.[0];
  return code ? { type: 'case', code: code.toUpperCase() } : { type: 'unknown' };
}
