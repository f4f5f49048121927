import { z } from 'zod';
import type { Evaluator, Score, ScoreInput } from '../core/evaluator.js';
import type { Json } from '../core/json.js';
import type { Model } from '../core/model.js';
import type { EvaluatorPlugin, EvaluatorRequest } from '../core/plugin.js';
import { judgeOf } from '../core/roles.js';
import type { Sample } from '../core/sample.js';
import { turnsOf } from '../core/turns.js';
import { HretError } from '../errors.js';
import { agreementOf, gradeCorrelation } from '../prompts/judge/human-grades.js';
import {
  asJudgeType,
  type JudgeType,
  judgeTypes,
  metricOf,
  templateKeys,
  templates,
} from '../prompts/judge/judge-types.js';
import { compileTemplate, type Template } from '../prompts/python-format.js';
import { textOf } from './answer-text.js';
import { askJudges, type JudgePrompt, type Panel } from './judge/ask-judges.js';
import { combined, consistencyOf, judgedDetails, type Outcome } from './judge/combine.js';
import { hretJudge } from './judge/hret.js';
import {
  humanScore,
  type JudgeFields,
  judgeFields,
  keyedWinner,
  missingField,
  ownJudgePrompt,
  ownJudgeType,
} from './judge/judge-fields.js';
import { judgeSummary } from './judge/summary.js';

const judgeOptions = z.strictObject({
  defaultJudgeType: z
    .enum(judgeTypes)
    .default('rubric_and_response')
    .describe('what judges are asked, unless a sample names its judge_type'),
  rubric: z.string().optional().describe('for samples without a rubric of their own'),
  scale: z
    .tuple([z.number(), z.number()])
    .refine(([min, max]) => min < max, 'expected the lowest and the highest score, for example [1, 5]')
    .default([1, 5])
    .describe('lowest and highest score; any other is no verdict'),
  promptTemplate: z.string().optional().describe('asked instead of the prompt of the default judge type'),
  showImages: z.boolean().default(true).describe('show judges the images of a question'),
  swapOrder: z.boolean().default(true).describe('compare two responses in both orders'),
  agreement: z
    .enum(['interval', 'ordinal'])
    .default('interval')
    .describe('how far apart two scores are for judge_agreement: by their distance, or by their order alone'),
  votes: z.int().min(1).max(100).default(1).describe('how often every judge is asked'),
  judges: z
    .array(z.strictObject({ name: z.string(), params: z.record(z.string(), z.unknown()).default({}) }))
    .default([])
    .describe('more judges besides judgeModel, each as { name, params }'),
});
type JudgeOptions = z.output<typeof judgeOptions>;

/** Other models say how good an answer is. A verdict that cannot be read leaves the sample unscored. */
export const plugin: EvaluatorPlugin<JudgeOptions> = {
  name: 'llm_judge',
  summary: 'A judge model grades the answer, checks it against the reference, or compares it with another one.',
  options: judgeOptions,
  async create(options, request) {
    if (request.compat === 'hret')
      return hretJudge(judgeOf(request, 'llm_judge'), options.defaultJudgeType, options.rubric);
    const panel = { judges: await judgesOf(options, request), votes: options.votes };
    return llmJudge(options, panel, (type) => compiled(options, type));
  },
};

/** The judge of the run, where there is one, and those of the options. */
async function judgesOf({ judges }: JudgeOptions, request: EvaluatorRequest): Promise<Model[]> {
  if (judges.length === 0) return [judgeOf(request, 'llm_judge')];
  const { judge, openJudge } = request;
  if (openJudge === undefined) throw new HretError('usage', 'evaluatorParams.judges: no backends can be opened here.');
  const panel = judge === undefined ? [] : [judge];
  for (const [place, { name, params }] of judges.entries())
    panel.push(await openJudge(name, params, `evaluatorParams.judges.${place}.params`));
  return panel;
}

function compiled({ promptTemplate, defaultJudgeType }: JudgeOptions, type: JudgeType): Template {
  const isOwn = promptTemplate !== undefined && type === defaultJudgeType;
  return isOwn
    ? compileTemplate(promptTemplate, templateKeys, 'evaluatorParams.promptTemplate')
    : compileTemplate(templates[type], templateKeys, type);
}

function llmJudge(options: JudgeOptions, panel: Panel, compile: (type: JudgeType) => Template): Evaluator {
  const templateOf: Readonly<Record<JudgeType, Template>> = {
    rubric_and_response: compile('rubric_and_response'),
    rubric_response_and_gold: compile('rubric_response_and_gold'),
    response_comparison: compile('response_comparison'),
    k2_eval: compile('k2_eval'),
  };
  return {
    name: 'llm_judge',
    reads: 'text',
    metrics: [
      ...new Set([
        metricOf[options.defaultJudgeType],
        'average_judge_score',
        'judge_accuracy',
        'win_rate',
        'position_consistency',
        'off_by_05',
        'absolute_error',
        'average_error',
      ]),
    ],
    async score(input) {
      const named = ownJudgeType(input.sample) ?? options.defaultJudgeType;
      const type = asJudgeType(named);
      if (type === undefined)
        return { status: 'unscored', reason: `there is no judge type "${named}". Known: ${judgeTypes.join(', ')}` };
      const own = options.promptTemplate === undefined ? ownJudgePrompt(input.sample) : undefined;
      if (own === undefined) return judgedScore(options, panel, type, templateOf[type], input);
      const template = compileTemplate(own, templateKeys, `judge_prompt of the sample "${input.sample.id}"`);
      return judgedScore({ ...options, swapOrder: false }, panel, type, template, input);
    },
    runMetrics: [gradeCorrelation('llm_judge')],
    summarize: (results) => judgeSummary(results, options.agreement),
  };
}

async function judgedScore(
  options: JudgeOptions,
  panel: Panel,
  type: JudgeType,
  template: Template,
  { sample, answer, signal }: ScoreInput,
): Promise<Score> {
  const text = textOf(answer, 'llm_judge');
  // What was cut off is reported as that, whatever a judge would say.
  if (answer.kind === 'text' && answer.generation.finish === 'length')
    return { status: 'unscored', reason: 'the answer was cut off, so no judge was asked' };
  const turns = answer.kind === 'text' ? turnsOf(answer.generation) : [];
  const fields = judgeFields(sample, text, options.rubric, turns);
  const missing = missingField(template.keys, fields);
  if (missing !== undefined) return { status: 'unscored', reason: missing };
  const prompts = promptsOf(template, type, fields, options);
  const images = options.showImages ? sample.images : undefined;
  const answers = template.keys.has('response_b') ? [fields.response, fields.response_b] : [fields.response];
  const question = { type, prompts, scale: options.scale, judged: answers, images };
  const judged = await askJudges(panel, question, { sample, signal });
  const details = judgedDetails(type, judged);
  return scoreOf(combined(judged), sample, details, consistencyOf(judged.votes));
}

function promptsOf(template: Template, type: JudgeType, fields: JudgeFields, options: JudgeOptions): JudgePrompt[] {
  const [min, max] = options.scale.map(String);
  const ends = { min: min ?? '', max: max ?? '' };
  const given = { text: template.fill({ ...fields, ...ends }), isSwapped: false };
  if (type !== 'response_comparison' || !options.swapOrder) return [given];
  const { response, response_b } = fields;
  const swapped = template.fill({ ...fields, ...ends, response: response_b, response_b: response });
  return [given, { text: swapped, isSwapped: true }];
}

function scoreOf(
  outcome: Outcome,
  sample: Sample,
  details: Record<string, Json>,
  consistency: number | undefined,
): Score {
  switch (outcome.kind) {
    case 'none':
      return { status: 'unscored', reason: outcome.reason, details };
    case 'score': {
      const { score } = outcome;
      const people = humanScore(sample);
      const agreement = people === undefined ? undefined : agreementOf(score, people);
      return {
        status: 'scored',
        values: { average_judge_score: score, ...agreement?.values },
        extracted: String(score),
        details: { judgeScore: score, ...agreement?.details, ...details },
      };
    }
    case 'correct': {
      const { isCorrect } = outcome;
      return {
        status: 'scored',
        values: { judge_accuracy: isCorrect ? 1 : 0 },
        extracted: String(isCorrect),
        details: { judgeCorrect: isCorrect, ...details },
      };
    }
    case 'winner': {
      const { winner } = outcome;
      const key = keyedWinner(sample);
      const values =
        key === undefined ? { win_rate: { A: 1, tie: 0.5, B: 0 }[winner] } : { judge_accuracy: winner === key ? 1 : 0 };
      return {
        status: 'scored',
        values: { ...values, ...(consistency !== undefined && { position_consistency: consistency }) },
        extracted: winner,
        details: { judgeWinner: winner, ...(key !== undefined && { judgeCorrect: winner === key }), ...details },
      };
    }
    default:
      return outcome satisfies never;
  }
}
