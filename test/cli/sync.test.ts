import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as api from '../../src/index.js';
import { adder, halfAdder, sums } from '../api/rows.js';
import { useOutputDir } from '../temp-dir.js';
import { type FakeReceiver, startFakeReceiver } from '../trackers/webhook/fake-receiver.js';
import { hret } from './run-cli.js';

const outputDir = useOutputDir();
const path = '/hook/0123456789';
let receiver: FakeReceiver;
/** Takes nothing that is not signed, and so nothing of ours. */
let refusing: FakeReceiver;
beforeEach(async () => {
  receiver = await startFakeReceiver();
  refusing = await startFakeReceiver('a secret nobody knows');
  process.env.HRET_WEBHOOK_URL = refusing.url + path;
});
afterEach(async () => {
  delete process.env.HRET_WEBHOOK_URL;
  await receiver[Symbol.asyncDispose]();
  await refusing[Symbol.asyncDispose]();
});

/** A run the receiver refused to be told of. */
const untold = (options: api.EvaluateOptions = {}) =>
  api.quickEval(adder, { ...sums(outputDir(), 3), trackers: ['webhook'], ...options });

const sync = (...args: readonly string[]) => hret('sync', ...args, '--output-dir', outputDir());
const namesTold = () => receiver.messages.map((message) => (message as { run: { name: string } }).run.name);

describe('hret sync', () => {
  it('sends what a tracker missed, once, and says where it went', async () => {
    const { info } = await untold({ runName: 'first' });
    expect(info.trackers).toEqual([
      { name: 'webhook', outcome: expect.stringMatching(/^Webhook: .*kept.*answered 401/) },
    ]);
    process.env.HRET_WEBHOOK_URL = receiver.url + path;
    const { code, out } = await sync();
    expect(out).toBe(`${info.runId}  Webhook: posted to ${new URL(receiver.url).host}\n`);
    expect(code).toBe(0);
    expect(receiver.messages).toMatchObject([
      { event: 'run.finished', run: { name: 'first', metrics: { accuracy: 1 } } },
    ]);
    expect(await sync()).toMatchObject({ code: 0, out: 'Nothing is left to be sent.\n' });
    expect(receiver.received).toHaveLength(1);
  });

  it('exits with 1 when something is left, and tells why', async () => {
    const { info } = await untold();
    const { code, out } = await sync('--json');
    expect(code).toBe(1);
    expect(JSON.parse(out).runs).toEqual([
      {
        runId: info.runId,
        name: info.name,
        status: 'finished',
        tracker: 'webhook',
        delivered: 0,
        left: 1,
        reason: `${refusing.url} answered 401: nothing.`,
      },
    ]);
    expect(out).not.toContain('0123456789');
  });

  it('says what to set when a key is missing, and goes on with the others', async () => {
    await untold({ runName: 'one' });
    await untold({ runName: 'two' });
    delete process.env.HRET_WEBHOOK_URL;
    const { code, out } = await sync();
    expect(code).toBe(1);
    expect(out.match(/Set HRET_WEBHOOK_URL/g)).toHaveLength(2);
  });

  it('takes one run, by id or by name, with what is inside it', async () => {
    await untold({ runName: 'one' });
    await untold({ runName: 'two' });
    process.env.HRET_WEBHOOK_URL = receiver.url;
    expect((await sync('two')).code).toBe(0);
    expect(namesTold()).toEqual(['two']);
    expect(await sync('three')).toMatchObject({ code: 2, err: expect.stringContaining('no run "three"') });
  });

  it('sends a context before what is inside it', async () => {
    await api.evaluationContext(
      { ...sums(outputDir(), 3), runName: 'exp', trackers: [{ name: 'webhook', options: { onStart: true } }] },
      async (ctx) => {
        await ctx.benchmark({ a: adder, b: halfAdder });
      },
    );
    process.env.HRET_WEBHOOK_URL = receiver.url;
    expect((await sync('exp')).code).toBe(0);
    expect(namesTold()).toEqual(['exp', 'exp', 'a', 'a', 'b', 'b']);
  });

  it('tells what is known of a run whose process was killed, and that it is not finished', async () => {
    const { info } = await untold({ trackers: [{ name: 'webhook', options: { onStart: true } }] });
    const outbox = join(info.location, 'trackers', 'webhook', 'outbox.jsonl');
    writeFileSync(outbox, `${readFileSync(outbox, 'utf8').split('\n')[0]}\n`);
    const runJson = join(info.location, 'run.json');
    writeFileSync(runJson, JSON.stringify({ ...JSON.parse(readFileSync(runJson, 'utf8')), status: 'running' }));
    process.env.HRET_WEBHOOK_URL = receiver.url;
    const { code, out } = await sync();
    expect(code).toBe(0);
    expect(out).toMatch(/posted to .*; the run is not finished: end it with hret resume, then sync again/);
    expect(receiver.messages).toMatchObject([{ event: 'run.started' }]);
  });

  it('tells the end of a run that was kept before its process was killed', async () => {
    const { info } = await untold();
    const folder = join(info.location, 'trackers', 'webhook');
    writeFileSync(
      join(folder, 'outbox.jsonl'),
      `${readFileSync(join(folder, 'outbox.jsonl'), 'utf8').split('\n')[0]}\n`,
    );
    rmSync(join(folder, 'state.json'), { force: true });
    process.env.HRET_WEBHOOK_URL = receiver.url;
    expect((await sync()).code).toBe(0);
    expect(receiver.messages).toMatchObject([{ event: 'run.finished', run: { id: info.runId } }]);
  });

  it('names a tracker that only a program of the user knows', async () => {
    const { info } = await untold();
    const path = join(info.location, 'trackers', 'webhook', 'tracker.json');
    writeFileSync(path, JSON.stringify({ tracker: 'my_own', options: {} }));
    const { code, out } = await sync();
    expect(code).toBe(1);
    expect(out).toContain('nothing is called "my_own" here');
  });
});

describe('hret eval --trackers', () => {
  it('mirrors the run, and says in the JSON where it went', async () => {
    process.env.HRET_WEBHOOK_URL = receiver.url;
    const args = [
      '--dataset',
      'ko_sample',
      '--model',
      'baseline',
      '--limit',
      '2',
      '--output-dir',
      outputDir(),
      '--json',
    ];
    const { code, out } = await hret('eval', ...args, '--trackers', 'webhook,tensorboard');
    expect(code).toBe(0);
    expect(JSON.parse(out).info.trackers).toEqual([
      { name: 'webhook', outcome: `Webhook: posted to ${new URL(receiver.url).host}` },
      { name: 'tensorboard', outcome: expect.stringContaining('tensorboard --logdir') },
    ]);
    expect(receiver.messages).toHaveLength(1);
  });

  it('stops before anything is asked when a tracker is not set up', async () => {
    delete process.env.HRET_WEBHOOK_URL;
    const args = ['--dataset', 'ko_sample', '--model', 'baseline', '--output-dir', outputDir()];
    expect(await hret('eval', ...args, '--trackers', 'webhook')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Set HRET_WEBHOOK_URL'),
    });
  });
});
