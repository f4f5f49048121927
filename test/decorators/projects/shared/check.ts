import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import type { EvaluateOptions, EvaluationResult } from 'hret';
import type { Face } from './face.js';
import { forms, Traced } from './forms.js';

/** Without the type assertion of `assert.deepEqual`, which narrows what it looks at. */
const same: (actual: unknown, expected: unknown) => void = assert.deepEqual;

interface Started {
  readonly kind: 'evaluate' | 'benchmark' | 'tracked';
  readonly name: string;
  readonly options?: EvaluateOptions;
  readonly answers?: unknown;
}

/** The decorators of the built package over a pipeline that only writes down what it was asked. */
async function recordingFace(): Promise<{ hret: Face; started: Started[] }> {
  const started: Started[] = [];
  const { makeDecorators } = await import(pathToFileURL(process.env.HRET_MAKE_DECORATORS ?? '').href);
  type Call = (this: unknown, input: string) => unknown;
  const hret: Face = makeDecorators({
    async evaluateFunction(fn: Call, options: EvaluateOptions, caller: { name: string; thisValue?: unknown }) {
      started.push({ kind: 'evaluate', name: caller.name, options, answers: await fn.call(caller.thisValue, 'q') });
      return { metrics: { accuracy: 1 } };
    },
    async benchmarkFunctions(
      models: Record<string, Call>,
      options: EvaluateOptions,
      caller: { name: string; thisValue?: unknown },
    ) {
      const answers: Record<string, unknown> = {};
      for (const [name, fn] of Object.entries(models)) answers[name] = await fn.call(caller.thisValue, 'q');
      started.push({ kind: 'benchmark', name: caller.name, options, answers });
      return Object.fromEntries(Object.keys(models).map((name) => [name, { metrics: { accuracy: 1 } }]));
    },
    async recordTracked(values: Record<string, number>, caller: { name: string }) {
      started.push({ kind: 'tracked', name: caller.name, answers: values });
    },
    warn(message: string) {
      throw new Error(`unexpected warning: ${message}`);
    },
  });
  return { hret, started };
}

/** What must hold of `forms.ts` however it was compiled. */
export async function checkForms(): Promise<{ hret: Face; started: Started[] }> {
  const { hret, started } = await recordingFace();
  const { Models, Smaller } = forms(hret);
  const models = new Models();

  // Calls are what they were.
  assert.equal(await models.baseline('q'), 'A:q');
  assert.equal(models.bare('q'), 'A:q');
  same(models.called('q'), { text: 'A:q', costUsd: 0.01 });
  assert.equal(models.generic('q'), 'q');
  assert.equal(models.overloaded('q', {}), 'with sample');
  assert.equal(Models.onClass('q'), 'Models:q');
  const chunks: string[] = [];
  for await (const chunk of models.streamed('q')) chunks.push(chunk);
  same(chunks, ['A', 'q']);
  assert.equal(models.baseline.name, 'baseline');
  assert.equal(models.baseline.length, 1);
  assert.equal(Object.getOwnPropertyDescriptor(Models.prototype, 'baseline')?.enumerable, false);
  same(started, []);

  // Tracked calls are recorded, under the name of the object they were made on, and come back as they were.
  assert.equal(models.custom().note, 'by A');
  assert.ok(models.traced() instanceof Traced);
  assert.equal(models.traced().traceId(), 'trace-1');
  await new Promise((resolve) => setImmediate(resolve));
  same(started.splice(0), [
    { kind: 'tracked', name: 'Models.custom', answers: { accuracy: 0.85, latency: 120.5 } },
    { kind: 'tracked', name: 'Models.traced', answers: { f1: 0.25 } },
    { kind: 'tracked', name: 'Models.traced', answers: { f1: 0.25 } },
  ]);

  // Everything declared runs in order.
  const { baseline, candidates, custom } = await hret.run(models);
  const results: EvaluationResult[] = [baseline, candidates.a, candidates.b];
  same(
    results.map((result) => result.metrics.accuracy),
    [1, 1, 1],
  );
  assert.equal(custom.note, 'by A');
  const all = started.splice(0);
  same(
    all.map(({ kind, name }) => `${kind} ${name}`),
    [
      'evaluate Models.baseline',
      'evaluate Models.bare',
      'evaluate Models.called',
      'evaluate Models.streamed',
      'evaluate Models.generic',
      'evaluate Models.overloaded',
      'benchmark Models.candidates',
      'tracked Models.custom',
      'tracked Models.later',
      'tracked Models.traced',
    ],
  );
  same(all[0], { kind: 'evaluate', name: 'Models.baseline', options: { dataset: 'kmmlu', limit: 3 }, answers: 'A:q' });
  same(all[6]?.answers, { a: 'aq', b: 'Aq' });

  // A subclass has its own names and its own overrides; the base class is not renamed.
  await hret.run(new Smaller());
  await hret.run(new Models(), 'called');
  const both = started.splice(0);
  same(both[0], { kind: 'evaluate', name: 'Smaller.baseline', options: { dataset: 'hae_rae' }, answers: 'smaller:q' });
  same(both[1], { kind: 'evaluate', name: 'Smaller.called', options: {}, answers: { text: 'B:q', costUsd: 0.01 } });
  same(both.at(-1)?.name, 'Models.called');

  // Static methods run on the class.
  await hret.run(Models);
  await hret.run(Smaller, 'onClass', { limit: 1 });
  same(
    started.splice(0).map(({ name, answers, options }) => [name, answers, options]),
    [
      ['Models.onClass', 'Models:q', { dataset: 'kmmlu' }],
      ['Smaller.onClass', 'Smaller:q', { dataset: 'kmmlu', limit: 1 }],
    ],
  );
  return { hret, started };
}
