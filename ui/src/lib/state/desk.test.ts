import { beforeEach, expect, it } from 'vitest';
import type { Announcements, Backend } from '$lib/backend/backend';
import type { CaseId, Session } from '$lib/generated/types';
import { Desk } from './desk.svelte';

let announce: Announcements;
let touched: number;
let desk: Desk;

beforeEach(() => {
  touched = 0;
  desk = new Desk({
    listen: async (heard: Announcements) => {
      announce = heard;
      return () => undefined;
    },
    signIn: async () => ({ user: { id: 'hoa' } }) as unknown as Session,
    connection: async () => Promise.reject({ type: 'internal', trace: 'no line yet' }),
    touch: async () => void (touched += 1)
  } as unknown as Backend);
});

it('a desk that locks by itself shows the sign-in and says why', async () => {
  const stop = desk.start();
  await desk.signIn('u', 'hoa', 'x');
  announce.locked();
  expect(desk.session).toBeNull();
  expect(desk.locked).toBe(true);
  await desk.signIn('u', 'hoa', 'x');
  expect(desk.locked).toBe(false);
  stop();
});

it('an answer that nobody is signed in locks the window', async () => {
  await desk.signIn('u', 'hoa', 'x');
  expect(desk.failure({ type: 'signed_out' })).toEqual({ type: 'signed_out' });
  expect(desk.session).toBeNull();
});

it('whatever is thrown becomes a failure', () => {
  expect(desk.failure(new Error('broken'))).toEqual({ type: 'internal', trace: 'broken' });
});

it('changes reach who listens, until they stop', () => {
  const heard: CaseId[][] = [];
  const stopDesk = desk.start();
  const stop = desk.onChanged((cases) => heard.push(cases));
  announce.changed(['a']);
  stop();
  announce.changed(['b']);
  expect(heard).toEqual([['a']]);
  stopDesk();
});

it('activity is told now and then, and not before somebody is signed in', async () => {
  desk.touch();
  expect(touched).toBe(0);
  await desk.signIn('u', 'hoa', 'x');
  desk.touch();
  desk.touch();
  expect(touched).toBe(1);
});
