import type { Compat, DatasetPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { strip } from '../prompts/python-text.js';
import { type HubBenchmark, hubDataset, type RowPlace } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import { type KudgeRow, kudgeSchemas } from './kudge-rows.js';
import { kudgeVerdict } from './kudge-verdict.js';
import { promptTemplate } from './prompt-template.js';
import { exactNumber } from './row-schema.js';

/** The rows of people's scores come without a prompt for a judge; this is ours. */
const humanTemplate =
  '다음 지시문에 대한 응답을 1점(매우 나쁨)부터 5점(매우 좋음)까지의 정수로 평가하십시오. 이유를 간결하게 쓴 후, ' +
  '마지막 줄에 "[RESULT] X"라고 쓰십시오. X는 점수입니다.\n\n### 지시문:\n{instruction}\n\n### 응답:\n{response}';

const subsets = ['Pairwise', 'Pairwise-False', 'Pointwise', 'Pointwise-False'];
const splits = ['test'];
const letters = ['A', 'B'];

/**
 * KUDGE measures judges: the model under evaluation is asked `judge_query`, which is a whole prompt for a judge, and its
 * verdict is compared with that of people. The answers it judges are in the metadata, for those who compare them in another way.
 */
export const plugin: DatasetPlugin<HubOptions> = {
  name: 'kudge',
  aliases: ['KUDGE'],
  summary: "KUDGE: how well a model judges Korean answers: pairs, scores, answers with false facts, people's scores",
  options: hubOptions,
  defaultSplit: 'test',
  splits,
  subsets: [...subsets, 'Human Annotations'],
  evaluationOnly: ['kudge_verdict', 'llm_judge'],
  evaluator: kudgeVerdict,
  rows: 3432,
  homepage: 'https://huggingface.co/datasets/HAERAE-HUB/KUDGE',
  citation: 'Son et al.: LLM-as-a-Judge & Reward Model: What They Can and Cannot Do. arXiv 2409.11239, 2024',
  create: (options, request) => hubDataset(benchmark(options.basePromptTemplate, request.compat), options, request),
};

function benchmark(userTemplate: string | undefined, compat: Compat): HubBenchmark<KudgeRow> {
  const human = promptTemplate(userTemplate || humanTemplate, 'response', 'instruction');
  return {
    name: 'kudge',
    repo: 'HAERAE-HUB/KUDGE',
    subsets,
    otherSubsets: ['Human Annotations'],
    splits,
    defaultSplit: 'test',
    isSifted: true,
    row: (subset) => kudgeSchemas[subset as keyof typeof kudgeSchemas],
    toSample: (found, place) =>
      sampleOf(found, place, ({ instruction, response }) => human.fill({ instruction, response }), compat),
  };
}

function sampleOf(
  row: KudgeRow,
  { subset = 'kudge', number }: RowPlace,
  humanPrompt: (row: KudgeRow & { kind: 'human' }) => string,
  compat: Compat,
): Sample | undefined {
  const id = `${subset}-${number}`;
  switch (row.kind) {
    case 'pair':
      return { id, group: subset, ...pairSample(row, compat) };
    case 'score': {
      const people = exactNumber(strip(row.reference));
      return {
        id,
        input: row.judge_query,
        target: { kind: 'text', accepted: [people] },
        group: subset,
        metadata: {
          judge_type: 'rubric_and_response',
          ...asked(compat),
          human_score: Number(people),
          prediction: row.response,
        },
      };
    }
    case 'human': {
      // The card leaves out the 374 rows that have one annotator only or were found faulty.
      if (row.score1 < 1 || row.score2 < 1 || strip(row['healthy?'] ?? '') !== '') return undefined;
      const people = (row.score1 + row.score2) / 2;
      return {
        id: row.uuid ?? id,
        input: humanPrompt(row),
        target: { kind: 'text', accepted: [String(people)] },
        group: subset,
        metadata: {
          judge_type: 'rubric_and_response',
          ...asked(compat),
          human_score: people,
          prediction: row.response,
          score1: row.score1,
          score2: row.score2,
          ...(row.model ? { model: row.model } : {}),
        },
      };
    }
    default:
      return row satisfies never;
  }
}

/**
 * The answers in the order in which `judge_query` shows them; the ancestor took the better one for A whatever `winner` said.
 * A winner that is no letter is kept as a text, which no verdict is.
 */
function pairSample(row: KudgeRow & { kind: 'pair' }, compat: Compat): Pick<Sample, 'input' | 'target' | 'metadata'> {
  const { better, worse, isFalse, winner } = row;
  const isFirst = compat === 'hret' ? !isFalse : winner !== 'B';
  const [A, B] = isFirst ? [better, worse] : [worse, better];
  const answer = letters.indexOf(winner);
  return {
    input: row.judge_query,
    target: answer === -1 ? { kind: 'text', accepted: [winner] } : { kind: 'choice', choices: letters, answer },
    metadata: {
      judge_type: 'response_comparison',
      ...asked(compat),
      prediction: A.answer,
      model_response_b: B.answer,
      ...(A.model ? { model_a: A.model } : {}),
      ...(B.model ? { model_b: B.model } : {}),
    },
  };
}

/** `judge_query` is a whole prompt for a judge, so `llm_judge` asks it as it is; the ancestor put it into another one. */
function asked(compat: Compat): { readonly judge_prompt?: string } {
  return compat === 'hret' ? {} : { judge_prompt: '{input}' };
}
