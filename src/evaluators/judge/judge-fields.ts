import type { Json } from '../../core/json.js';
import { referenceOf, type Sample } from '../../core/sample.js';
import { strip } from '../../prompts/python-text.js';

/** What a sample has for a judge, trimmed as Python trims; an absent field is empty. */
export interface JudgeFields {
  readonly input: string;
  readonly rubric: string;
  readonly response: string;
  readonly gold: string;
  readonly response_b: string;
}

/** Reads a sample's fields; `rubric` is for samples that have none of their own. */
export function judgeFields(
  sample: Sample,
  response: string,
  rubric: string | undefined,
  turns: readonly string[] = [],
): JudgeFields {
  const { target } = sample;
  const own = target.kind === 'rubric' ? target.rubric : metadataText(sample, 'rubric');
  return {
    input: strip(conversationOf(sample, turns)),
    rubric: strip(own === undefined || own === '' ? (rubric ?? '') : own),
    response: strip(response),
    gold: strip(referenceOf(target)),
    response_b: strip(metadataText(sample, 'model_response_b') ?? metadataText(sample, 'modelResponseB') ?? ''),
  };
}

/** Everything before the answer that is judged: the question, or the conversation up to the last one. */
function conversationOf({ input, followUps = [] }: Sample, answers: readonly string[]): string {
  if (followUps.length === 0) return input;
  const questions = [input, ...followUps];
  return questions
    .map((question, place) => {
      const answer = place < followUps.length ? `\n\n### Assistant:\n${answers[place] ?? ''}` : '';
      return `### User:\n${question}${answer}`;
    })
    .join('\n\n');
}

/** The judge type a sample names for itself. */
export function ownJudgeType(sample: Sample): string | undefined {
  return metadataText(sample, 'judge_type') ?? metadataText(sample, 'judgeType');
}

/** A whole prompt for the judge that a sample brings along, as a template of the same fields; asked as it is, in one order. */
export function ownJudgePrompt(sample: Sample): string | undefined {
  return metadataText(sample, 'judge_prompt') ?? metadataText(sample, 'judgePrompt');
}

/** The grade people gave the response under evaluation. */
export function humanScore(sample: Sample): number | undefined {
  const value = sample.metadata?.human_score ?? sample.metadata?.humanScore;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The better response as the data has it: `A` is the one under evaluation. */
export function keyedWinner(sample: Sample): 'A' | 'B' | 'tie' | undefined {
  const said = strip(metadataText(sample, 'winner') ?? referenceOf(sample.target));
  return said === 'A' || said === 'B' || said === 'tie' ? said : undefined;
}

/** Why a template has nothing to show for one of its fields, or `undefined`. */
export function missingField(keys: ReadonlySet<string>, fields: JudgeFields): string | undefined {
  if (keys.has('rubric') && fields.rubric === '')
    return 'there is no rubric to judge by; set evaluatorParams.rubric, or a judge type that needs none';
  if (keys.has('gold') && fields.gold === '') return 'there is no reference answer to judge by';
  if (keys.has('response_b') && fields.response_b === '')
    return 'there is no second response to compare with (model_response_b in the metadata of the sample)';
  return undefined;
}

function metadataText(sample: Sample, key: string): string | undefined {
  const value: Json | undefined = sample.metadata?.[key];
  return value === undefined || value === null ? undefined : typeof value === 'string' ? value : String(value);
}
