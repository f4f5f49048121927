import { describe, expect, it } from 'vitest';
import { type WandbOptions, wandbOptions } from '../../../src/trackers/wandb/options.js';
import { wandbSettings } from '../../../src/trackers/wandb/settings.js';

function settings(options: Record<string, unknown> = {}, env: Record<string, string> = {}) {
  const parsed: WandbOptions = wandbOptions.parse(options);
  return wandbSettings(parsed, { env, cwd: '/project' });
}

const env = {
  WANDB_MODE: 'offline',
  WANDB_BASE_URL: 'https://wandb.example.org/',
  WANDB_PROJECT: 'from-env',
  WANDB_ENTITY: 'team',
  WANDB_NAME: 'name',
  WANDB_RUN_ID: 'abc',
  WANDB_RESUME: 'must',
  WANDB_RUN_GROUP: 'group',
  WANDB_JOB_TYPE: 'job',
  WANDB_TAGS: 'a, b,,a',
  WANDB_NOTES: 'notes',
  WANDB_HOST: 'host',
  WANDB_DIR: 'below',
  WANDB_API_KEY: ' key ',
};

describe('the settings of W&B', () => {
  it('are complete without an option or a variable', () => {
    expect(settings()).toEqual({
      ...{ mode: 'online', baseUrl: 'https://api.wandb.ai', appUrl: 'https://wandb.ai', project: 'hret' },
      ...{ resume: 'allow', tags: [], dir: '/project', logSamples: true, logResults: true, transport: 'own' },
    });
  });

  it('come from the WANDB_ variables', () => {
    expect(settings({}, env)).toMatchObject({
      ...{ mode: 'offline', baseUrl: 'https://wandb.example.org', appUrl: 'https://wandb.example.org' },
      ...{ project: 'from-env', entity: 'team', name: 'name', id: 'abc', resume: 'must', group: 'group' },
      ...{ jobType: 'job', tags: ['a', 'b'], notes: 'notes', host: 'host', dir: '/project/below', apiKey: 'key' },
    });
  });

  it('come from the options where both speak', () => {
    const options = {
      ...{ mode: 'online', baseUrl: 'http://localhost:8080/base/', projectName: 'p', entity: 'e', name: 'n', id: 'i' },
      ...{ resume: 'never', group: 'g', jobType: 'j', tags: ['t'], notes: 'o', dir: '/abs', apiKey: 'k' },
    };
    const { baseUrl, projectName, ...same } = options;
    expect(settings(options, env)).toMatchObject({
      ...same,
      project: projectName,
      baseUrl: 'http://localhost:8080/base',
    });
  });

  it('takes an empty variable for none, and the older words for the modes', () => {
    expect(settings({}, { WANDB_PROJECT: '', WANDB_ENTITY: '', WANDB_MODE: '' })).toMatchObject({
      project: 'hret',
      mode: 'online',
    });
    expect(settings({}, { WANDB_MODE: 'dryrun' }).mode).toBe('offline');
    expect(settings({}, { WANDB_MODE: 'run' }).mode).toBe('online');
    expect(settings({}, { WANDB_APP_URL: 'https://app.example.org/' }).appUrl).toBe('https://app.example.org');
  });

  it.each([
    [{}, { WANDB_MODE: 'sometimes' }, 'WANDB_MODE: expected "online", "offline" or "disabled", got "sometimes".'],
    [{}, { WANDB_RESUME: 'maybe' }, 'WANDB_RESUME: expected "allow", "must" or "never", got "maybe".'],
    [{ baseUrl: 'wandb.local' }, {}, 'WANDB_BASE_URL: expected a URL such as https://api.wandb.ai, got "wandb.local".'],
    [{ baseUrl: 'https://api:key@wandb.local' }, {}, 'put the key into WANDB_API_KEY'],
    [{ projectName: 'a/b' }, {}, 'The W&B project "a/b" cannot be'],
    [{ projectName: 'p'.repeat(129) }, {}, 'at most 128 characters'],
    [{ id: 'a:b' }, {}, 'The W&B run id "a:b" cannot be'],
    [{ tags: ['t'.repeat(65)] }, {}, 'is longer than 64 characters'],
  ])('%j with %j is refused before anything is asked', (options, variables, message) => {
    expect(() => settings(options, variables)).toThrow(message);
  });

  it('are not shown when the address holds a key', () => {
    expect(() => settings({ baseUrl: 'https://api:s3cret@wandb.local' })).not.toThrow('s3cret');
  });
});
