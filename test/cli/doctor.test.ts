import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isInRange } from '../../src/api/doctor/versions.js';
import * as api from '../../src/index.js';
import { adder, sums } from '../api/rows.js';
import { useOutputDir } from '../temp-dir.js';
import { startFakeReceiver } from '../trackers/webhook/fake-receiver.js';
import { hret } from './run-cli.js';

const outputDir = useOutputDir();
const key = process.env.OPENAI_API_KEY;
afterEach(() => {
  delete process.env.HRET_WEBHOOK_URL;
  if (key === undefined) delete process.env.OPENAI_API_KEY;
  else process.env.OPENAI_API_KEY = key;
});

async function findings(...args: readonly string[]) {
  const { code, out } = await hret('doctor', '--json', '--output-dir', outputDir(), ...args);
  const found = JSON.parse(out).findings as { what: string; state: string; found: string; advice?: string }[];
  return { code, of: (what: string) => found.filter((finding) => finding.what === what) };
}

describe('hret doctor', () => {
  it('tells of Node, the output folder, the history, the hub and every optional package, and exits with 0', async () => {
    const { code, out } = await hret('doctor', '--output-dir', outputDir());
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^node +ok +${process.versions.node.replaceAll('.', '\\.')} .*needs >=20.19`, 'm'));
    expect(out).toMatch(/^history +ok +SQLite works; there is no history.db here yet/m);
    expect(out).toMatch(/^runs +ok +0 in /m);
    expect(out).toMatch(/^hub +(ok|note) +\S+, with(out)? a token, cache in /m);
    expect(out).toMatch(/^package tsx +ok +\d+\.\d+\.\d+; for hret run of TypeScript files/m);
    expect(out).toMatch(/^Nothing keeps hret from working here\.$/m);
  });

  it('counts runs, and names those that did not end and what trackers missed', async () => {
    await using refusing = await startFakeReceiver('a secret nobody knows');
    process.env.HRET_WEBHOOK_URL = `${refusing.url}/hook/0123456789`;
    const { info } = await api.quickEval(adder, { ...sums(outputDir(), 3), trackers: ['webhook'] });
    const path = join(outputDir(), 'runs', info.runId, 'run.json');
    const { of } = await findings();
    expect(of('history')[0]?.found).toMatch(/history\.db with 1 runs$/);
    expect(of('undelivered')).toMatchObject([
      { state: 'note', found: `1: ${info.runId} (webhook)`, advice: 'hret sync' },
    ]);
    expect(of('unfinished runs')).toEqual([]);

    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), status: 'interrupted' }));
    expect((await findings()).of('unfinished runs')).toMatchObject([
      { state: 'note', found: `1: ${info.runId}`, advice: expect.stringContaining(`hret resume ${info.runId}`) },
    ]);
    writeFileSync(path, '{');
    const broken = await findings();
    expect(broken.code).toBe(1);
    expect(broken.of('runs').at(-1)).toMatchObject({ state: 'problem', found: expect.stringContaining(info.runId) });
  });

  it('says how a history that is none is mended', async () => {
    writeFileSync(join(outputDir(), 'history.db'), 'no database, but long enough to be taken for one '.repeat(100));
    const { code, of } = await findings();
    expect(code).toBe(1);
    expect(of('history')).toMatchObject([{ state: 'problem', advice: expect.stringContaining('--rebuild') }]);
  });

  it('finds an output folder that is a file, and a file of settings that is wrong, and goes on', async () => {
    const file = join(outputDir(), 'file');
    writeFileSync(file, '');
    const config = join(outputDir(), 'wrong.yaml');
    writeFileSync(config, 'max_wrokers: 4\n');
    const { code, of } = await findings('--output-dir', join(file, 'below'), '--config', config);
    expect(code).toBe(1);
    expect(of('output folder')).toMatchObject([{ state: 'problem', found: expect.stringContaining('a file') }]);
    expect(of('settings')).toMatchObject([{ state: 'problem', found: expect.stringMatching(/max_?workers/i) }]);
    expect(of('package tsx')).toHaveLength(1);
  });

  it('names variables, finds those that cannot work, and tells no value', async () => {
    process.env.OPENAI_API_KEY = 'sk-1234567890abcdef';
    const well = await findings();
    expect(well.of('variables for OpenAI')).toMatchObject([
      { state: 'ok', found: expect.stringContaining('OPENAI_API_KEY') },
    ]);
    process.env.OPENAI_API_KEY = 'sk-1234567890abcdef\n';
    const { code, out } = await hret('doctor', '--output-dir', outputDir());
    expect(code).toBe(1);
    expect(out).toMatch(/OPENAI_API_KEY: blank, or with spaces or a line end around the value/);
    expect(out).not.toContain('1234567890');
  });

  it('needs no folder to be there, and makes none', async () => {
    const folder = join(outputDir(), 'not', 'yet');
    mkdirSync(join(outputDir(), 'not'));
    expect((await findings('--output-dir', folder)).of('output folder')).toMatchObject([
      { state: 'ok', found: folder },
    ]);
  });
});

describe('a range of versions', () => {
  it.each([
    ['20.19.0', '>=20.19', true],
    ['20.18.3', '>=20.19', false],
    ['24.1.0', '>=20.19', true],
    ['1.2.3', '^1.2.3', true],
    ['1.9.0', '^1.2.3', true],
    ['2.0.0', '^1.2.3', false],
    ['0.5.9', '^0.5.1', true],
    ['0.6.0', '^0.5.1', false],
    ['0.0.3', '^0.0.3', true],
    ['0.0.4', '^0.0.3', false],
    ['2.1.0-rc.1', '^2.1.0', true],
    ['1.0.0', '1.x || 2.x', undefined],
    ['unknown', '>=1', undefined],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(isInRange(version, range)).toBe(expected);
  });
});
