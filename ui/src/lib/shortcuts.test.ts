import { describe, expect, it } from 'vitest';
import type { ActKind } from '$lib/generated/types';
import {
  ACT_KEYS,
  CONFLICTS_KEY,
  EVERYWHERE,
  isWriting,
  MOVING,
  OUTBOX_KEY,
  QUEUE_KEYS,
  shortcutOf
} from './shortcuts';

describe('a stroke is not a shortcut', () => {
  it.each([{ tagName: 'INPUT' }, { tagName: 'INPUT', type: 'search' }, { tagName: 'TEXTAREA' }, { tagName: 'SELECT' }])(
    'in a text field %o',
    (target) => {
      expect(shortcutOf({ key: 'j', target })).toBeNull();
    }
  );

  it('in an editable text', () => {
    expect(isWriting({ key: 'j', target: { tagName: 'DIV', isContentEditable: true } })).toBe(true);
  });

  it('while a letter is composed with its accent', () => {
    expect(shortcutOf({ key: 'a', isComposing: true })).toBeNull();
    expect(shortcutOf({ key: 'Process', keyCode: 229 })).toBeNull();
  });

  it('with Ctrl, Alt or Meta, or when somebody has used it', () => {
    expect(shortcutOf({ key: 'a', ctrlKey: true })).toBeNull();
    expect(shortcutOf({ key: 'a', altKey: true })).toBeNull();
    expect(shortcutOf({ key: 'a', metaKey: true })).toBeNull();
    expect(shortcutOf({ key: 'a', defaultPrevented: true })).toBeNull();
  });
});

it('a stroke elsewhere is a shortcut', () => {
  expect(shortcutOf({ key: 'j', target: { tagName: 'BODY' } })).toBe('j');
  expect(shortcutOf({ key: 'j', target: { tagName: 'BUTTON' } })).toBe('j');
  expect(shortcutOf({ key: 'j', target: { tagName: 'INPUT', type: 'checkbox' } })).toBe('j');
});

it('acts that a case can offer together have keys of their own, apart from the keys of moving', () => {
  const together: ActKind[][] = [
    ['accept', 'request_supplement', 'reject', 'withdraw'],
    ['receive_supplement', 'assign', 'withdraw'],
    ['propose_result', 'propose_rejection', 'request_supplement', 'return_step', 'assign', 'withdraw'],
    ['complete_step', 'request_supplement', 'return_step', 'take_over', 'withdraw'],
    ['approve', 'return_step', 'assign', 'withdraw'],
    ['number', 'return_step', 'assign', 'withdraw'],
    ['hand_over']
  ];
  for (const kinds of together) {
    const keys = kinds.map((kind) => ACT_KEYS[kind]);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

it('no act has a key that means something else wherever somebody is, or moves about', () => {
  const taken = [...EVERYWHERE, ...MOVING];
  const clashes = Object.entries(ACT_KEYS).filter(([, key]) => taken.includes(key));
  expect(clashes).toEqual([]);
});

it('a key that is held down is one stroke, but for those that move', () => {
  for (const key of ['a', ' ', 'Enter', 'Escape', 'g', 'z', '1', 'f', '?'])
    expect(shortcutOf({ key, repeat: true })).toBeNull();
  for (const key of ['j', 'k', 'J', 'K', 'ArrowDown', 'ArrowUp']) expect(shortcutOf({ key, repeat: true })).toBe(key);
});

it('every queue, the outbox and the conflicts have a letter of their own', () => {
  const letters = [...Object.values(QUEUE_KEYS), OUTBOX_KEY, CONFLICTS_KEY];
  expect(new Set(letters).size).toBe(letters.length);
});
