import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testWorld } from '../../../src/testing/memory-world.js';
import { apiKeyOf, passwordFor } from '../../../src/trackers/wandb/api-key.js';
import { tempDir } from '../../temp-dir.js';

const baseUrl = 'https://wandb.example.org:8443/base';

describe('the key for W&B', () => {
  it('is the one that was given, and a secret from then on', async () => {
    const world = testWorld();
    expect(await apiKeyOf({ apiKey: 'given-key', baseUrl }, world)).toBe('given-key');
    expect(world.secrets).toEqual(['given-key']);
  });

  it('is what "wandb login" left in ~/.netrc, or where NETRC points', async () => {
    await using home = await tempDir();
    await writeFile(join(home.path, '.netrc'), 'machine wandb.example.org\n  login user\n  password from-home\n');
    await writeFile(join(home.path, 'other'), 'machine wandb.example.org login user password from-netrc');
    expect(await apiKeyOf({ baseUrl }, testWorld({ env: { HOME: home.path } }))).toBe('from-home');
    const env = { HOME: home.path, NETRC: join(home.path, 'other') };
    expect(await apiKeyOf({ baseUrl }, testWorld({ env }))).toBe('from-netrc');
  });

  it('when it is missing, is asked for by name', async () => {
    await using home = await tempDir();
    const asked = apiKeyOf({ baseUrl }, testWorld({ env: { HOME: home.path } }));
    await expect(asked).rejects.toThrow(
      'Set WANDB_API_KEY, or run "wandb login" (it writes wandb.example.org to ~/.netrc)',
    );
  });
});

describe('a netrc file', () => {
  it.each([
    ['machine a login u password p', 'p'],
    ['machine b login u password q\nmachine a\n\tlogin u\n\taccount x\n\tpassword p', 'p'],
    ['default login u password d', 'd'],
    ['machine a login password password p', 'p'],
    ['# machine a password no\nmachine a password p', 'p'],
    ['machine a login u password "p \\"q\\""', 'p "q"'],
    ['machine b password q\ndefault password d', 'd'],
    ['machine b password q', undefined],
    ['machine a login u', undefined],
    ['', undefined],
  ])('%j gives %j', (text, password) => {
    expect(passwordFor('a', text)).toBe(password);
  });
});
