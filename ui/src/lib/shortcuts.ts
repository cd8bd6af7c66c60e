/** Keys: which stroke means what, and when none does. */
import type { ActKind, Queue } from '$lib/generated/types';

/** The letters of acts. No two acts that a case can offer together share one. */
export const ACT_KEYS: Record<ActKind, string> = {
  accept: 'a',
  approve: 'a',
  complete_step: 'c',
  propose_result: 'p',
  propose_rejection: 'x',
  number: 'n',
  hand_over: 'h',
  request_supplement: 'b',
  receive_supplement: 'b',
  assign: 't',
  take_over: 't',
  return_step: 'u',
  reject: 'x',
  withdraw: 'w',
  stop: 's',
  request_payment: 'd',
  resume: 'R',
  extend: 'e',
  recall: 'l',
  change_variant: 'V',
  note: 'o',
  message: 'N',
  correct: 'i',
  consult: 'y',
  answer_consultation: 'q',
  complain: 'm',
  answer_complaint: 'v',
  revoke: 'L',
  issue_copy: 'S',
  transfer: 'T',
  collect_fee: 'B',
  refund_fee: 'H'
};

const OF_ACTS = new Set(Object.values(ACT_KEYS));
export const isActKey = (key: string): boolean => OF_ACTS.has(key);

/** What means the same wherever somebody is: nothing else may be called so. */
export const RECEIVE_KEY = 'r';
export const UNDO_KEY = 'z';
export const EVERYWHERE = ['g', '/', '?', RECEIVE_KEY, UNDO_KEY, UNDO_KEY.toUpperCase(), ...'123456789'];
/** What moves about in a list and from case to case. */
export const MOVING = ['j', 'k', 'J', 'K', 'f', '[', ']', 'Enter', ' ', 'Escape'];
/** Held down, these go on; any other key is one stroke however long it is held. */
const GOES_ON = ['j', 'k', 'J', 'K', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', '[', ']'];

/** After `g`. */
export const QUEUE_KEYS: Record<Queue, string> = {
  mine: 'm',
  today: 't',
  new: 'n',
  waiting: 'w',
  questions: 'k',
  consultations: 'y',
  to_sign: 's',
  to_number: 'v',
  to_hand_over: 'h',
  late: 'l',
  open: 'd',
  all: 'a'
};
export const OUTBOX_KEY = 'o';
export const CONFLICTS_KEY = 'x';
export const REPORTS_KEY = 'r';
export const DASHBOARD_KEY = 'q';
export const BOARD_KEY = 'p';
export const AUDIT_KEY = 'u';

export interface Stroke {
  key: string;
  keyCode?: number;
  isComposing?: boolean;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
  /** The key is held down. */
  repeat?: boolean;
  defaultPrevented?: boolean;
  target?: unknown;
}

interface ElementLike {
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
}

const isElement = (target: unknown): target is ElementLike =>
  typeof target === 'object' && target !== null && 'tagName' in target && typeof target.tagName === 'string';

/** Boxes that take no letters. */
const NO_TEXT = ['button', 'checkbox', 'radio', 'file', 'submit', 'reset', 'range', 'color'];

/** Whether the person is writing: in a text field, or composing a letter with its accent. */
export function isWriting(stroke: Stroke): boolean {
  if (stroke.isComposing === true || stroke.keyCode === 229) return true;
  const { target } = stroke;
  if (!isElement(target)) return false;
  if (target.isContentEditable === true) return true;
  const tag = target.tagName.toUpperCase();
  if (tag === 'TEXTAREA' || tag === 'SELECT') return true;
  return tag === 'INPUT' && !NO_TEXT.includes(target.type ?? 'text');
}

/** The key that may be taken as a shortcut, or `null` where the stroke is somebody else's. */
export function shortcutOf(stroke: Stroke): string | null {
  if (stroke.defaultPrevented || stroke.ctrlKey || stroke.metaKey || stroke.altKey || isWriting(stroke)) return null;
  if (stroke.repeat === true && !GOES_ON.includes(stroke.key)) return null;
  return stroke.key;
}

/** Whether a dialog has the keyboard. */
export function dialogIsOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
