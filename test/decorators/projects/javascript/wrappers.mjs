// @ts-check
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

const { makeDecorators } = await import(pathToFileURL(process.env.HRET_MAKE_DECORATORS ?? '').href);

/** @type {unknown[][]} */
const started = [];
const hret = makeDecorators({
  /** @type {(fn: Function, options: object, caller: { name: string }) => Promise<object>} */
  async evaluateFunction(fn, options, { name }) {
    started.push([name, options, await fn('q')]);
    return { metrics: {} };
  },
  /** @type {(models: Record<string, Function>) => Promise<object>} */
  async benchmarkFunctions(models) {
    return Object.fromEntries(Object.keys(models).map((name) => [name, { metrics: {} }]));
  },
  /** @type {(values: object, caller: { name: string }) => Promise<void>} */
  async recordTracked(values, { name }) {
    started.push([name, values]);
  },
  warn: assert.fail,
});

const model = hret.evaluate({ dataset: 'kmmlu' })(async (/** @type {string} */ input) => `답: ${input}`);
assert.equal(await model('q'), '답: q');
assert.deepEqual(await model(), { metrics: {} });
assert.deepEqual(await model.evaluate({ limit: 1 }), { metrics: {} });
assert.deepEqual(started.splice(0), [
  ['model', { dataset: 'kmmlu' }, '답: q'],
  ['model', { dataset: 'kmmlu', limit: 1 }, '답: q'],
]);
assert.equal(model.evaluation.dataset, 'kmmlu');

const compare = hret.benchmark()(() => ({ a: model, b: model }));
assert.deepEqual(Object.keys(await compare()), ['a', 'b']);

const measure = hret.trackMetrics(['accuracy'])(() => ({ accuracy: 0.9, other: 1 }));
assert.deepEqual(measure(), { accuracy: 0.9, other: 1 });

class Models {
  baseline = hret.evaluate({ dataset: 'click' })((/** @type {string} */ input) => input);
  compare = compare;
}
assert.deepEqual(Object.keys(await hret.run(new Models())), ['baseline', 'compare']);
assert.deepEqual(started, [
  ['tracked', { accuracy: 0.9 }],
  ['Models.baseline', { dataset: 'click' }, 'q'],
]);

assert.throws(() => hret.evaluate({ datset: 'kmmlu' }), /Did you mean "dataset"/);
console.log(`wrappers hold on node ${process.version}`);
