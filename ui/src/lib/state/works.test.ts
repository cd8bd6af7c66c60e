import { describe, expect, it } from 'vitest';
import { Works } from './works.svelte';

describe('long work', () => {
  it('says how long it will take once something is done, and goes when it ends', () => {
    const works = new Works();
    const work = works.begin('Tiếp nhận', 40, { show: () => undefined, stop: () => undefined });
    expect(works.all).toEqual([work]);
    expect(work.left(work.startedAt + 5000)).toBeNull();
    work.done = 10;
    expect(work.left(work.startedAt + 5000)).toBe(15_000);
    works.end(work);
    expect(works.all).toEqual([]);
  });

  it('stays where nobody saw it end, until somebody looks', () => {
    const works = new Works();
    const work = works.begin('Tiếp nhận', 40, { show: () => undefined, stop: () => undefined });
    works.end(work, false);
    expect(works.all).toEqual([work]);
    expect(work.ended).toBe(true);
    works.drop(work);
    expect(works.all).toEqual([]);
  });
});
