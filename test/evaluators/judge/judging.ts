import type { Evaluator } from '../../../src/core/evaluator.js';
import type { GenerateRequest } from '../../../src/core/model.js';
import type { Compat, EvaluatorRequest } from '../../../src/core/plugin.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import type { Sample } from '../../../src/core/sample.js';
import { plugin } from '../../../src/evaluators/llm-judge.js';
import { type ScriptedAnswer, type ScriptedModel, scriptedModel, testWorld } from '../../../src/testing/index.js';

/** `llm_judge` with a judge that plays its part. */
export async function judging(
  replies: readonly ScriptedAnswer[] | ((request: GenerateRequest) => ScriptedAnswer),
  params: Readonly<Record<string, unknown>> = {},
  compat?: Compat,
): Promise<{ evaluator: Evaluator; judge: ScriptedModel }> {
  const judge = scriptedModel(replies, { id: 'judge' });
  return { judge, evaluator: await judgedBy({ judge }, params, compat) };
}

/** `llm_judge` with what a run would hand it. */
export async function judgedBy(
  request: Pick<EvaluatorRequest, 'judge' | 'openJudge'>,
  params: Readonly<Record<string, unknown>> = {},
  compat?: Compat,
): Promise<Evaluator> {
  const options = parseOptions(plugin, 'evaluatorParams', params);
  return plugin.create(options, { ...testWorld(), ...request, compat });
}

export const graded: Sample = {
  id: 'graded',
  input: '한국의 수도를 설명해 주세요.',
  target: { kind: 'rubric', rubric: ' 5점: 정확하다. ', reference: '서울' },
};

export const compared: Sample = {
  id: 'compared',
  input: '질문',
  target: { kind: 'text', accepted: ['A'] },
  metadata: { judge_type: 'response_comparison', model_response_b: '둘째 답' },
};
