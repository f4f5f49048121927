import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as hret from '../../../src/index.js';
import { comparisonWith } from '../../../src/trackers/webhook/comparison.js';
import { messageOf, slackMessage } from '../../../src/trackers/webhook/message.js';
import { adder, halfAdder, sums } from '../../api/rows.js';
import { useOutputDir } from '../../temp-dir.js';
import { beginningOf, endOf } from '../tracked-run.js';
import { type FakeReceiver, startFakeReceiver } from './fake-receiver.js';

const outputDir = useOutputDir();
let receiver: FakeReceiver;
beforeEach(async () => {
  receiver = await startFakeReceiver();
});
afterEach(() => receiver[Symbol.asyncDispose]());

const wrong = () => '모름';
const webhook = (options: object = {}) => ({ name: 'webhook', options: { url: receiver.url, ...options } });
const told = () => receiver.messages as unknown as ReturnType<typeof messageOf>[];

/** Runs of one name over the same sums, one after the other. */
async function nightly(models: readonly ((input: string) => string)[], options: object): Promise<void> {
  for (const model of models)
    await hret.quickEval(model, { ...sums(outputDir(), 20), runName: 'nightly', trackers: [webhook(options)] });
}

describe('a webhook', () => {
  it('posts what a run found when it has ended', async () => {
    const result = await hret.quickEval(adder, { ...sums(outputDir(), 4), runName: '합', trackers: [webhook()] });
    expect(told()).toMatchObject([
      {
        event: 'run.finished',
        run: {
          id: result.info.runId,
          name: '합',
          status: 'finished',
          dataset: 'generic_file',
          metrics: result.metrics,
          intervals: { accuracy: result.stats.accuracy?.ci95 },
          counts: result.counts,
        },
      },
    ]);
    expect(told()[0]).not.toHaveProperty('comparison');
  });

  it('signs the time and the body, so that a receiver can tell who posted, and when', async () => {
    const secret = 'whsec-abcdefgh';
    await hret.quickEval(adder, { ...sums(outputDir(), 2), trackers: [webhook({ secret })] });
    const [first] = receiver.received;
    if (first === undefined) throw new Error('nothing was posted');
    const { headers, body } = first;
    const timestamp = String(headers['x-hret-timestamp']);
    const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-hret-signature']).toBe(`sha256=${digest}`);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(600);
    expect(headers).toMatchObject({ 'x-hret-event': 'run.finished', 'x-hret-delivery': /^[0-9a-f]{32}$/ });
  });

  it('tells of the beginning when it is asked to', async () => {
    await hret.quickEval(adder, { ...sums(outputDir(), 2), trackers: [webhook({ onStart: true })] });
    expect(told().map(({ event }) => event)).toEqual(['run.started', 'run.finished']);
  });

  it('with when: failed tells of failed runs only', async () => {
    await nightly([adder], { when: 'failed' });
    const failing = () => {
      throw new Error('server fell over');
    };
    await expect(nightly([failing], { when: 'failed' })).rejects.toThrow();
    expect(told()).toMatchObject([{ event: 'run.failed', run: { status: 'failed', error: /fell over/ } }]);
  });

  it('with when: degraded tells of a run that is significantly worse than the one before, of one that fails, and of no other', async () => {
    await nightly([halfAdder, adder, adder, halfAdder, halfAdder], { when: 'degraded' });
    expect(told()).toMatchObject([
      {
        event: 'run.degraded',
        run: { metrics: { accuracy: 0.5 } },
        comparison: { metrics: { accuracy: { before: 1, after: 0.5, isWorse: true, pValue: 2 / 2 ** 10 } } },
      },
    ]);
  });

  it('does not take another name, or other questions, for the run before', async () => {
    const options = { ...sums(outputDir(), 20), trackers: [webhook({ when: 'degraded' })] };
    await hret.quickEval(adder, { ...options, runName: 'a' });
    await hret.quickEval(wrong, { ...options, runName: 'b' });
    await hret.quickEval(wrong, { ...options, runName: 'a', limit: 10 });
    expect(told()).toEqual([]);
    await hret.quickEval(wrong, { ...options, runName: 'a' });
    expect(told()).toHaveLength(1);
  });

  it('is told of a run that was stopped and gone on with as one run', async () => {
    const stop = new AbortController();
    const options = {
      ...sums(outputDir(), 20),
      runName: 'long',
      maxWorkers: 1,
      trackers: [webhook({ onStart: true })],
    };
    const stopping = (input: string) => {
      if (input === '10+10') stop.abort();
      return adder(input);
    };
    await expect(hret.quickEval(stopping, { ...options, signal: stop.signal })).rejects.toThrow(/was stopped/);
    const { info } = await hret.quickEval(stopping, { ...options, resume: true });
    expect(told().map(({ event, run }) => [event, run.id])).toEqual(
      ['run.started', 'run.interrupted', 'run.finished'].map((event) => [event, info.runId]),
    );
  });

  it.each([
    [{}, /nobody said where to post to\. Set HRET_WEBHOOK_URL/],
    [{ url: 'hooks.slack.com/x' }, /not an address/],
    [{ url: 'https://x', when: 'never' }, /trackers\.webhook\.when/],
  ])('with %o says what is wrong before anything is asked', async (options, message) => {
    const trackers = [{ name: 'webhook', options }];
    await expect(hret.quickEval(adder, { ...sums(outputDir(), 2), trackers })).rejects.toThrow(message);
  });
});

describe('worse', () => {
  const earlier = (before: number, after: number, pValue?: number, isLowerBetter = false) => ({
    record: beginningOf(),
    changes: { m: { before, after, isLowerBetter, ...(pValue !== undefined && { pValue }) } },
  });
  it.each([
    [0.8, 0.7, 0.01, undefined, true],
    [0.8, 0.7, 0.2, undefined, false],
    [0.8, 0.7, undefined, undefined, false],
    [0.8, 0.7, 0.2, 0.05, true],
    [0.8, 0.7, 0.2, 0.1, false],
    [0.7, 0.8, 0.001, 0, false],
  ])('from %d to %d with p = %s and the threshold %s is %s', (before, after, pValue, threshold, expected) => {
    const options = threshold === undefined ? {} : { threshold };
    expect(comparisonWith(earlier(before, after, pValue), options).metrics.m?.isWorse).toBe(expected);
    const mirrored = comparisonWith(earlier(after, before, pValue, true), options);
    expect(mirrored.metrics.m?.isWorse).toBe(expected);
  });

  it('looks at the metrics it is told to watch', () => {
    expect(comparisonWith(earlier(1, 0, 0.001), { metrics: ['other'] }).metrics).toEqual({});
  });
});

describe('a message to Slack', () => {
  const finished = endOf(beginningOf({ name: 'a<b>&c' }), 10);
  const run = { id: 'r', ...finished, intervals: { accuracy: [0.3, 0.7] } } as never;

  it('has a line for the notification, and escapes what means something to Slack', () => {
    const { text, blocks } = slackMessage(messageOf(run, undefined));
    expect(text).toBe(':white_check_mark: a&lt;b&gt;&amp;c has finished: accuracy 0.5 (95 % 0.3 to 0.7)');
    expect(blocks).toHaveLength(2);
  });

  it('says what became worse', () => {
    const change = { before: 0.8, after: 0.5, isLowerBetter: false, isWorse: true };
    const { text } = slackMessage(messageOf(run, { runId: 'q', startedAt: '', metrics: { accuracy: change } }));
    expect(text).toContain('has become worse: accuracy 0.5 (95 % 0.3 to 0.7), before 0.8 :warning: worse');
  });

  it('is as long as Slack takes', () => {
    const long = { ...(run as object), status: 'failed', error: '가'.repeat(9000) } as never;
    const [section] = slackMessage(messageOf(long, undefined)).blocks as [{ text: { text: string } }];
    expect([...section.text.text]).toHaveLength(3000);
  });

  it('is what is posted with format: slack', async () => {
    await hret.quickEval(adder, { ...sums(outputDir(), 2), runName: 'x', trackers: [webhook({ format: 'slack' })] });
    expect(receiver.messages).toMatchObject([{ text: expect.stringContaining('x has finished') }]);
  });
});
