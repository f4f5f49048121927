import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hubSettings } from '../../src/sources/hub-settings.js';
import { testWorld } from '../../src/testing/memory-world.js';
import { temporaryFolder } from './hub-world.js';

const home = { HOME: '/home/kim' };

describe('the hub settings', () => {
  it('are those of the public hub when nothing is set', async () => {
    expect(await hubSettings(testWorld({ env: home }))).toEqual({
      endpoint: 'https://huggingface.co',
      token: undefined,
      cacheFolder: '/home/kim/.cache/huggingface/hub',
      isOffline: false,
    });
  });

  it.each([
    [{ XDG_CACHE_HOME: '/cache' }, '/cache/huggingface/hub'],
    [{ HF_HOME: '/hf', XDG_CACHE_HOME: '/cache' }, '/hf/hub'],
    [{ HF_HOME: '~/hf' }, '/home/kim/hf/hub'],
    [{ HF_HOME: 'hf' }, '/project/hf/hub'],
    [{ HF_HUB_CACHE: '/files', HF_HOME: '/hf' }, '/files'],
    [{ HUGGINGFACE_HUB_CACHE: '/old', HF_HOME: '/hf' }, '/old'],
    [{ HF_HOME: '' }, '/home/kim/.cache/huggingface/hub'],
  ])('keep files, with %j, in %s', async (env, folder) => {
    const world = testWorld({ env: { ...home, ...env }, cwd: '/project' });
    expect((await hubSettings(world)).cacheFolder).toBe(folder);
  });

  it.each([
    ['1', true],
    ['true', true],
    ['YES', true],
    ['on', true],
    ['0', false],
    ['false', false],
    ['', false],
  ])('are offline with HF_HUB_OFFLINE=%j: %s', async (value, isOffline) => {
    expect((await hubSettings(testWorld({ env: { ...home, HF_HUB_OFFLINE: value } }))).isOffline).toBe(isOffline);
  });

  it('take the endpoint with or without a slash at its end', async () => {
    const settings = await hubSettings(testWorld({ env: { ...home, HF_ENDPOINT: ' https://mirror.example/hf/ ' } }));
    expect(settings.endpoint).toBe('https://mirror.example/hf');
  });

  it('take the token from the parameter, then the environment, then the file', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'hf'));
    writeFileSync(join(folder, 'hf/token'), 'of-file\n');
    const env = { HF_HOME: join(folder, 'hf') };
    const tokenOf = async (more: object, given?: string) => {
      const world = testWorld({ env: { ...env, ...more } });
      const { token } = await hubSettings(world, given);
      expect(world.secrets).toEqual([token]);
      return token;
    };
    expect(await tokenOf({})).toBe('of-file');
    expect(await tokenOf({ HF_TOKEN: '' })).toBe('of-file');
    expect(await tokenOf({ HUGGING_FACE_TOKEN: 'of-env' })).toBe('of-env');
    expect(await tokenOf({ HF_TOKEN: 'first', HUGGING_FACE_TOKEN: 'second' })).toBe('first');
    expect(await tokenOf({ HF_TOKEN: 'first' }, 'given')).toBe('given');
  });
});
