import type { Evaluator, Score, ScoreInput } from '../../src/core/evaluator.js';
import type { Compat, EvaluatorPlugin, EvaluatorRequest } from '../../src/core/plugin.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import { withRunMetrics } from '../../src/core/run-metrics.js';
import type { Sample, Target } from '../../src/core/sample.js';
import type { SampleResult } from '../../src/core/sample-result.js';

const outside: EvaluatorRequest = {
  env: {},
  cwd: '/',
  now: () => 0,
  sleep: async () => {},
  random: () => 0,
  fetch: () => Promise.reject(new Error('no network here')),
  warn: () => {},
  keepSecret: () => {},
};

/** An evaluator made from params as users write them. */
export async function made<Options>(
  plugin: EvaluatorPlugin<Options>,
  params: Readonly<Record<string, unknown>> = {},
  compat?: Compat,
): Promise<Evaluator> {
  return plugin.create(parseOptions(plugin, 'evaluatorParams', params), { ...outside, compat });
}

export function sampleOf(target: Target, input = '질문'): Sample {
  return { id: 'sample', input, target };
}

export function textOf(...accepted: string[]): Sample {
  return sampleOf({ kind: 'text', accepted });
}

export function choiceOf(choices: readonly string[], answer: number, input?: string): Sample {
  return sampleOf({ kind: 'choice', choices, answer }, input);
}

/** What the evaluator is given for an answer that a model wrote. */
export function inputOf(sample: Sample, text: string): ScoreInput {
  return {
    sample,
    answer: { kind: 'text', generation: { text, finish: 'stop' } },
    signal: new AbortController().signal,
  };
}

export async function scoreOf(evaluator: Evaluator, sample: Sample, text: string): Promise<Score> {
  return evaluator.score(inputOf(sample, text));
}

/** 1 or 0, or the reason why there is no value. */
export async function accuracyOf(evaluator: Evaluator, sample: Sample, text: string): Promise<number | string> {
  const score = await scoreOf(evaluator, sample, text);
  return score.status === 'scored' ? (score.values.accuracy ?? 'no accuracy') : score.reason;
}

/** A choice question whose options the prompt shows as `A. 부산` and whose choices are the labels, as in KMMLU. */
export const letters = ['(A)', '(B)', '(C)', '(D)'] as const;
export const capitalByLetter = choiceOf(
  letters,
  1,
  '정답은 (A), (B), (C), (D) 중 하나입니다.\n\n질문: 대한민국의 수도는?\nA. 부산\nB. 서울\nC. 대구\nD. 제주특별자치도',
);
/** The same with texts as choices and no labels, as in CLIcK. */
export const capitalByText = choiceOf(
  ['부산', '서울', '대구'],
  1,
  'Question: 대한민국의 수도는?\nChoices: 부산, 서울, 대구',
);
/** Texts as choices, shown with letters, as in KBL. */
export const capitalLettered = choiceOf(
  ['부산', '서울', '대구'],
  1,
  'Question: 대한민국의 수도는?\nChoices: (A) 부산\n(B) 서울\n(C) 대구',
);
/** Texts as choices, shown with circled digits on one line. */
export const capitalNumbered = choiceOf(['부산', '서울', '대구'], 1, '대한민국의 수도는?\n① 부산 ② 서울 ③ 대구');

/** The metrics of an evaluator over all these results, as a run names them. */
export async function overAll(
  evaluator: Evaluator,
  results: readonly Partial<SampleResult>[],
): Promise<Readonly<Record<string, number>>> {
  const whole = results.map((result, index) => ({
    id: `${index}`,
    index,
    input: '',
    reference: '',
    evaluation: {},
    scores: {},
    status: 'scored' as const,
    latencyMs: 0,
    metadata: {},
    ...result,
  }));
  const summingUp = { evaluators: [evaluator], metricNames: [(metric: string) => metric] };
  return (await withRunMetrics(summingUp, whole, { metrics: {}, stats: {}, groups: {} })).metrics;
}
