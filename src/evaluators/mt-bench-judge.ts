import { z } from 'zod';
import type { Evaluator, Score, ScoreInput } from '../core/evaluator.js';
import type { Json } from '../core/json.js';
import type { Model } from '../core/model.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { judgeOf } from '../core/roles.js';
import { type RunMetric, summedMetric, summedOverTrials } from '../core/run-metric.js';
import type { Sample } from '../core/sample.js';
import type { SampleResult } from '../core/sample-result.js';
import { turnsOf } from '../core/turns.js';
import { mtBenchPrompt, mtBenchRating } from '../prompts/judge/mt-bench.js';

const options = z.strictObject({});

/**
 * Grades every turn of a conversation from 1 to 10 as MT-Bench does (`run_judge_single` of FastChat): the score is the mean
 * over all judgments, those that cannot be read left out.
 */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'mt_bench_judge',
  summary: 'A judge model grades each turn of a conversation from 1 to 10, with the prompts of MT-Bench.',
  options,
  create: (_, request) => mtBenchJudge(judgeOf(request, 'mt_bench_judge')),
};

function mtBenchJudge(judge: Model): Evaluator {
  return {
    name: 'mt_bench_judge',
    reads: 'text',
    metrics: ['average_judge_score', 'turn_1', 'turn_2'],
    async score(input) {
      const { answer, sample } = input;
      if (answer.kind !== 'text') return { status: 'unscored', reason: 'there is no text to judge' };
      const answers = turnsOf(answer.generation);
      const turns = answers.length > 1 && sample.followUps !== undefined ? ([1, 2] as const) : ([1] as const);
      const judged = await Promise.all(turns.map((turn) => judgedTurn(judge, turn, answers, input)));
      return scoreOf(judged);
    },
    runMetrics: [meanOfJudgments],
  };
}

interface JudgedTurn {
  readonly turn: 1 | 2;
  readonly text: string;
  readonly rating: number | undefined;
}

async function judgedTurn(
  judge: Model,
  turn: 1 | 2,
  answers: readonly string[],
  { sample, signal }: ScoreInput,
): Promise<JudgedTurn> {
  const questions = [sample.input, ...(sample.followUps ?? [])];
  const prompt = mtBenchPrompt(turn, { questions, answers, references: referencesOf(sample) });
  const { text } = await judge.generate({ prompt, sample, draw: 0, signal });
  return { turn, text, rating: mtBenchRating(text) };
}

function referencesOf({ metadata }: Sample): readonly string[] | undefined {
  const references: Json | undefined = metadata?.references;
  return Array.isArray(references) && references.every((one) => typeof one === 'string') ? references : undefined;
}

function scoreOf(judged: readonly JudgedTurn[]): Score {
  const ratings = judged.flatMap(({ rating }) => rating ?? []);
  const details = {
    judgments: judged.map(({ turn, text, rating }) => ({ turn, text, ...(rating !== undefined && { rating }) })),
  };
  if (ratings.length === 0)
    return { status: 'unscored', reason: 'the judge gave no rating in the form [[5]]', details };
  const values = Object.fromEntries(
    judged.flatMap(({ turn, rating }) => (rating === undefined ? [] : [[`turn_${turn}`, rating]])),
  );
  const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
  return { status: 'scored', values: { average_judge_score: mean, ...values }, extracted: ratings.join(', '), details };
}

/** Every judgment counts once, which a mean over samples would not do where one of two cannot be read. */
export const meanOfJudgments: RunMetric = summedMetric({
  name: 'average_judge_score',
  perSample: 'average_judge_score',
  countsOf: (trials) => summedOverTrials(trials, ratingsOf),
  from: ([sum = 0, ratings = 0]) => sum / ratings,
});

function ratingsOf({ status, scores }: SampleResult): readonly number[] | undefined {
  const ratings = [scores.turn_1, scores.turn_2].filter((rating) => rating !== undefined);
  if (status !== 'scored' || ratings.length === 0) return undefined;
  return [ratings.reduce((sum, rating) => sum + rating, 0), ratings.length];
}
