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

  say(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
    const toast: Toast = { tone: 'calm', actions: [], ...more, id: this.#next++, text };
    this.shown = [...this.shown.slice(-1), toast];
    const lasts = toast.actions.length > 0 || toast.tone === 'bad' ? LONG : SHORT;
    setTimeout(() => this.dismiss(toast.id), lasts);
    return toast.id;
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
    this.shown = [];
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const [useToasts, provideToasts] = createContext<Toasts>();
