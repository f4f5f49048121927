import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mlflowOptions } from '../../../src/trackers/mlflow/options.js';
import { plugin } from '../../../src/trackers/mlflow/plugin.js';
import { mlflowSettings } from '../../../src/trackers/mlflow/settings.js';
import { tempDir } from '../../temp-dir.js';
import { startFakeMlflow } from './fake-mlflow.js';
import { finished, hastyWorld, mlflow, runFolder, samples, tell } from './told-run.js';

const results = samples(2);
const settings = (options: object, env: Record<string, string> = {}) =>
  mlflowSettings(mlflowOptions.parse(options), { env, cwd: '/project' });

describe('where MLflow is', () => {
  it.each([
    ['http://localhost:5000/', { kind: 'server', url: 'http://localhost:5000' }],
    [
      'https://me:p%40ss@host/mlflow/',
      { kind: 'server', url: 'https://host/mlflow', username: 'me', password: 'p@ss' },
    ],
    ['file:./mlruns', { kind: 'files', folder: '/project/mlruns' }],
    ['file:///data/mlruns', { kind: 'files', folder: '/data/mlruns' }],
    ['mlruns', { kind: 'files', folder: '/project/mlruns' }],
    ['/data/실험', { kind: 'files', folder: '/data/실험' }],
  ])('%s', (uri, place) => {
    expect(settings({}, { MLFLOW_TRACKING_URI: uri }).place).toEqual(place);
    expect(settings({ trackingUri: uri }, { MLFLOW_TRACKING_URI: 'http://elsewhere' }).place).toEqual(place);
  });

  it('has to be said, and what to say is said', async () => {
    await expect((async () => plugin.create(mlflowOptions.parse({}), hastyWorld()))()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/MLFLOW_TRACKING_URI.*http:\/\/localhost:5000.*file:\.\/mlruns/),
    });
  });

  it.each([
    [{ trackingUri: 'sqlite:///mlflow.db' }, /mlflow server --backend-store-uri sqlite:/],
    [{ trackingUri: 'databricks' }, /"databricks" is not spoken here/],
    [{ trackingUri: 'http://[wrong' }, /is not an address/],
    [{ trackingUri: 'file:./mlruns', traces: true }, /keeps traces on a server only/],
  ])('refuses %j', (options, message) => {
    expect(() => settings(options)).toThrow(message);
  });

  it('takes the experiment and the parent from the variables unless they are named', () => {
    const env = { MLFLOW_TRACKING_URI: 'x', MLFLOW_EXPERIMENT_ID: '7', MLFLOW_RUN_ID: 'f00', USER: 'me' };
    expect(settings({}, env)).toMatchObject({ experimentId: '7', parentRunId: 'f00', user: 'me' });
    expect(settings({}, { ...env, MLFLOW_EXPERIMENT_NAME: 'e' })).toMatchObject({ experimentName: 'e' });
    const named = settings({ experimentName: 'own', parentRunId: 'p' }, { ...env, MLFLOW_EXPERIMENT_NAME: 'e' });
    expect(named).toMatchObject({ experimentName: 'own', parentRunId: 'p' });
    expect(named.experimentId).toBeUndefined();
  });
});

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('who is let in', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a token', 'Bearer t0ken-t0ken', { MLFLOW_TRACKING_TOKEN: 't0ken-t0ken' }],
    [
      'user and password, before a token',
      basic('me:geheim-geheim'),
      {
        MLFLOW_TRACKING_USERNAME: 'me',
        MLFLOW_TRACKING_PASSWORD: 'geheim-geheim',
        MLFLOW_TRACKING_TOKEN: 't0ken-t0ken',
      },
    ],
    ['user and password in the address', basic('me:p@ss-p@ss'), { URI_USER: 'me:p%40ss-p%40ss@' }],
    ['the credentials file', basic('file:from-the-file'), { HOME: 'home' }],
  ])('%s', async (_, authorization, env) => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow({ authorization });
    const trackingUri = server.url.replace('//', `//${env.URI_USER ?? ''}`);
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(dir.path, '.mlflow'), { recursive: true });
    const lines = ['[mlflow]', 'mlflow_tracking_username = file', 'mlflow_tracking_password = from-the-file', ''];
    await writeFile(join(dir.path, '.mlflow', 'credentials'), lines.join('\n'));
    const world = hastyWorld({ env: { ...env, HOME: env.HOME === 'home' ? dir.path : '/nowhere' } });
    const tracker = await mlflow({ trackingUri }, world);
    const folder = await runFolder(dir.path, results);
    await tell(tracker, { folder, results });
    expect(tracker.delivery).toMatchObject({ left: 0 });
    expect(world.secrets).toHaveLength(1);
    const kept = await keptTexts(folder.path);
    for (const secret of [...world.secrets, 'p%40ss-p%40ss', authorization]) expect(kept).not.toContain(secret);
    expect(kept).toContain(server.url);
  });

  it('refuses TLS settings that contradict each other, and certificates that are not there', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    const path = join(dir.path, 'ca.pem');
    await writeFile(path, 'PEM');
    const reasonWith = async (env: Record<string, string>) => {
      const tracker = await mlflow({ trackingUri: 'https://127.0.0.1:1' }, hastyWorld({ env }));
      await tell(tracker, { folder, results, end: finished() });
      return tracker.delivery?.reason;
    };
    expect(await reasonWith({ MLFLOW_TRACKING_INSECURE_TLS: 'true', MLFLOW_TRACKING_SERVER_CERT_PATH: path })).toMatch(
      /contradict each other/,
    );
    expect(await reasonWith({ MLFLOW_TRACKING_CLIENT_CERT_PATH: `${path}.x` })).toMatch(
      /^MLFLOW_TRACKING_CLIENT_CERT_PATH: ENOENT/,
    );
  });
});

async function keptTexts(path: string): Promise<string> {
  const { readdir, readFile } = await import('node:fs/promises');
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const texts = entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}
