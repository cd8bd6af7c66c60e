import { beforeEach, expect, it } from 'vitest';
import type { Announcements, Backend } from '$lib/backend/backend';
import type { CaseId, Session } from '$lib/generated/types';
import { Desk } from './desk.svelte';

let announce: Announcements;
let touched: number;
let left: number;
let closed: number;
let desk: Desk;

beforeEach(() => {
  [touched, left, closed] = [0, 0, 0];
  desk = new Desk({
    listen: async (heard: Announcements) => {
      announce = heard;
      return () => undefined;
    },
    signIn: async (_unit: string, id: string) => {
      if (id === 'nobody') throw { type: 'wrong_secret' };
      return { user: { id }, unit: { code: 'u' } } as unknown as Session;
    },
    connection: async () => Promise.reject({ type: 'internal', trace: 'no line yet' }),
    signOut: async () => void (left += 1),
    closeWindow: async () => void (closed += 1),
    lock: async () => announce.locked(),
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

/** Work of two acts; each ends when it is told to. */
function work() {
  const done: string[] = [];
  let act: () => void = () => undefined;
  const run = desk.atWork(async (goesOn) => {
    for (const one of ['first', 'second']) {
      if (!(await goesOn())) break;
      await new Promise<void>((ended) => (act = ended));
      done.push(one);
    }
  });
  const next = async () => {
    await new Promise((soon) => setTimeout(soon));
    act();
    await new Promise((soon) => setTimeout(soon));
  };
  return { done, next, run };
}

it('long work goes on behind the lock, and only then the desk is left', async () => {
  const stop = desk.start();
  await desk.signIn('u', 'hoa', 'x');
  const { done, next, run } = work();
  await next();
  announce.locked();
  expect([desk.session, left]).toEqual([null, 0]);
  await next();
  await run;
  expect(done).toEqual(['first', 'second']);
  await new Promise((soon) => setTimeout(soon));
  expect(left).toBe(1);
  stop();
});

it('whoever comes back while their work goes on finds it there; a wrong secret does not stop it', async () => {
  const stop = desk.start();
  await desk.signIn('u', 'hoa', 'x');
  const { done, next, run } = work();
  await next();
  await desk.signOut();
  expect(desk.session).toBeNull();
  await expect(desk.signIn('u', 'nobody', 'x')).rejects.toEqual({ type: 'wrong_secret' });
  await desk.signIn('u', 'hoa', 'x');
  await next();
  await run;
  expect([done.length, left]).toEqual([2, 0]);
  expect(desk.session?.user.id).toBe('hoa');
  stop();
});

it('nothing that one person began goes on in the name of another', async () => {
  const stop = desk.start();
  await desk.signIn('u', 'hoa', 'x');
  const names: (string | null)[] = [];
  let act: () => void = () => undefined;
  const run = desk.atWork(async (goesOn) => {
    while (names.length < 3 && (await goesOn())) {
      names.push(desk.session?.user.id ?? null);
      await new Promise<void>((ended) => (act = ended));
    }
  });
  await new Promise((soon) => setTimeout(soon));
  announce.locked();
  await desk.signIn('u', 'lan', 'x');
  act();
  await run;
  expect(names).toEqual(['hoa']);
  stop();
});

it('acts that wait are done before the screen is hidden and before a window closes', async () => {
  const stop = desk.start();
  await desk.signIn('u', 'hoa', 'x');
  const asked: (string | undefined)[] = [];
  desk.onLeaving(async () => void asked.push(desk.session?.user.id));
  announce.closing();
  await new Promise((soon) => setTimeout(soon));
  expect([asked, closed]).toEqual([['hoa'], 1]);
  announce.locked();
  await new Promise((soon) => setTimeout(soon));
  expect([asked, left]).toEqual([['hoa', 'hoa'], 1]);
  stop();
});
