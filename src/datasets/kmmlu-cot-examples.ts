import { parse } from 'yaml';
import { z } from 'zod';
import type { Dataset } from '../core/dataset.js';
import type { DatasetRequest } from '../core/plugin.js';
import { HretError } from '../errors.js';
import { publishedText } from '../sources/published-file.js';
import { checkSubsets } from './check-names.js';
import { kmmluHardSubjects } from './kmmlu-subjects.js';

const harness = { repo: 'EleutherAI/lm-evaluation-harness', commit: '4e7e0d47f33bc71070c1d38394bafbb52b117163' };

const task = z.looseObject({
  fewshot_config: z.looseObject({
    samples: z
      .array(
        z.object({
          question: z.string(),
          A: z.coerce.string(),
          B: z.coerce.string(),
          C: z.coerce.string(),
          D: z.coerce.string(),
          target: z.string(),
        }),
      )
      .min(1),
  }),
});

/**
 * The examples with written-out reasoning that the Language Model Evaluation Harness puts in front of KMMLU-HARD: five a
 * subject, in its tasks/kmmlu/cot_hard. They are read from where they are published, at a pinned commit, as a split.
 */
export function cotExamples(
  { subset, ...world }: DatasetRequest,
  harnessPath: string | undefined,
  inputOf: (subject: string, row: Readonly<Record<'question' | 'A' | 'B' | 'C' | 'D', string>>) => string,
): Dataset {
  checkSubsets('kmmlu_cot_hard', kmmluHardSubjects, subset);
  const subjects = subset ?? kmmluHardSubjects;
  return {
    name: 'kmmlu_cot_hard',
    split: 'cot',
    subset: subjects,
    source: { ...harness },
    async *samples(signal) {
      for (const subject of subjects) {
        const path = `lm_eval/tasks/kmmlu/cot_hard/kmmlu_cot_hard_${subject}.yaml`;
        const own = { folder: harnessPath, option: 'datasetParams.harnessPath' };
        const text = await publishedText({ ...harness, path }, own, world);
        signal?.throwIfAborted();
        for (const [place, { target, ...row }] of examplesIn(text, path).entries())
          yield {
            id: `${subject}-cot-${place + 1}`,
            input: inputOf(subject, row),
            target: { kind: 'text', accepted: [target] },
            group: subject,
          };
      }
    },
  };
}

function examplesIn(text: string, path: string): z.output<typeof task>['fewshot_config']['samples'] {
  const parsed = task.safeParse(parse(text));
  if (parsed.success) return parsed.data.fewshot_config.samples;
  throw new HretError('data', `${path} of ${harness.repo} has no examples: ${parsed.error.issues[0]?.message}.`);
}
