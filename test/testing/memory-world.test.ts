import { describe, expect, it } from 'vitest';
import { testWorld } from '../../src/testing/index.js';

describe('testWorld', () => {
  it('has a clock that only sleep and advance move, and no real waiting', async () => {
    const world = testWorld();
    const began = world.now();
    await world.sleep(86_400_000);
    world.advance(5);
    expect(world.now() - began).toBe(86_400_005);
    expect(world.sleeps).toEqual([86_400_000]);
  });

  it('wakes a sleeper that is aborted', async () => {
    const world = testWorld();
    await expect(world.sleep(5, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    expect(world.sleeps).toEqual([]);
  });

  it('keeps warnings and secrets for the test to see, and has no network', async () => {
    const world = testWorld({ env: { A: 'b' } });
    world.warn('careful');
    world.keepSecret('hidden');
    expect(world).toMatchObject({ warnings: ['careful'], secrets: ['hidden'], env: { A: 'b' } });
    await expect(world.fetch('http://example.com/')).rejects.toThrow(
      'testWorld has no network; asked for http://example.com/',
    );
  });
});
