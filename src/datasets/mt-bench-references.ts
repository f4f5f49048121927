import { z } from 'zod';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { publishedText } from '../sources/published-file.js';

/** FastChat, where MT-Bench was published. */
const fastchat = { repo: 'lm-sys/FastChat', commit: '0e6d3e4beaab66f4d3f93db72541a4abab8af28d' };
const folder = 'fastchat/llm_judge/data/mt_bench';

const question = z.object({ question_id: z.number(), turns: z.array(z.string()) });
const answer = z.object({
  question_id: z.number(),
  choices: z.array(z.object({ turns: z.array(z.string()) })).min(1),
});

/** Categories whose judge is shown a reference answer (`NEED_REF_CATS` of fastchat/llm_judge/common.py). */
export const needsReference: ReadonlySet<string> = new Set(['math', 'reasoning', 'coding']);

/** GPT-4's answers to both turns of the questions that need a reference, by the text of the first turn. */
export async function mtBenchReferences(
  fastchatPath: string | undefined,
  world: World,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const read = async (path: string) =>
    publishedText({ ...fastchat, path }, { folder: fastchatPath, option: 'datasetParams.fastchatPath' }, world);
  const questions = linesOf(question, await read(`${folder}/question.jsonl`), 'question.jsonl');
  const answers = linesOf(answer, await read(`${folder}/reference_answer/gpt-4.jsonl`), 'gpt-4.jsonl');
  const turnsOf = new Map(answers.map(({ question_id, choices }) => [question_id, choices[0]?.turns ?? []]));
  return new Map(
    questions.flatMap(({ question_id, turns }): [string, readonly string[]][] => {
      const references = turnsOf.get(question_id);
      return references === undefined || turns[0] === undefined ? [] : [[turns[0], references]];
    }),
  );
}

function linesOf<Line>(schema: z.ZodType<Line>, text: string, file: string): Line[] {
  return text
    .trim()
    .split('\n')
    .map((line, place) => {
      const parsed = schema.safeParse(JSON.parse(line));
      if (parsed.success) return parsed.data;
      throw new HretError(
        'data',
        `${file}:${place + 1} of FastChat is not as expected: ${parsed.error.issues[0]?.message}.`,
      );
    });
}
