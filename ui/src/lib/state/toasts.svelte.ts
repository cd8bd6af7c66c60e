/** Short statements of fact at the edge of the window. */
import { createContext } from 'svelte';

export type Tone = 'calm' | 'good' | 'bad';

export interface ToastAction {
  label: string;
  testid?: string;
  run: () => void;
}

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  detail?: string;
  actions: ToastAction[];
}

const SHORT = 7000;
const LONG = 12_000;

export class Toasts {
  shown = $state.raw<Toast[]>([]);
  #next = 1;
  #timers: Record<number, ReturnType<typeof setTimeout>> = {};

  say(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
    const toast: Toast = { tone: 'calm', actions: [], ...more, id: this.#next++, text };
    this.shown = [...this.#withRoom(), toast];
    this.#begin(toast);
    return toast.id;
  }

  /** What is not bad makes room for what comes. */
  #withRoom(): Toast[] {
    const calm = this.shown.filter((one) => one.tone !== 'bad').slice(-1);
    return this.shown.filter((one) => one.tone === 'bad' || calm.includes(one));
  }

  /** Bad news stay until somebody has dismissed them; others go by themselves, but not while somebody is at them. */
  #begin(toast: Toast): void {
    if (toast.tone === 'bad') return;
    const lasts = toast.actions.length > 0 ? LONG : SHORT;
    this.#timers[toast.id] = setTimeout(() => this.dismiss(toast.id), lasts);
  }

  /** Somebody reads it, or is about to press one of its buttons. */
  hold(id: number): void {
    clearTimeout(this.#timers[id]);
  }

  /** It goes on as if it had just been said. */
  release(id: number): void {
    const toast = this.shown.find((one) => one.id === id);
    if (!toast) return;
    this.hold(id);
    this.#begin(toast);
  }

  /** Says more in a notice that is still there; a new one where it is gone. */
  add(id: number, text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
    const toast = this.shown.find((one) => one.id === id);
    if (!toast) {
      this.say(text, more);
      return;
    }
    const detail = [toast.detail, text].filter(Boolean).join(' · ');
    this.shown = this.shown.map((one) => (one.id === id ? { ...toast, ...more, detail } : one));
  }

  clear(): void {
    Object.values(this.#timers).forEach(clearTimeout);
    this.#timers = {};
    this.shown = [];
  }

  dismiss(id: number): void {
    this.hold(id);
    delete this.#timers[id];
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const [useToasts, provideToasts] = createContext<Toasts>();
