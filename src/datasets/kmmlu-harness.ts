import type { DatasetPlugin } from '../core/plugin.js';
import { strip } from '../prompts/python-text.js';
import { type HubBenchmark, hubDataset } from './hub-dataset.js';
import { type HubOptions, hubOptions } from './hub-options.js';
import {
  type KmmluRow,
  kmmluAnswer,
  kmmluCitation,
  kmmluHardSubjects,
  kmmluRow,
  kmmluSubjects,
} from './kmmlu-subjects.js';
import { promptTemplate } from './prompt-template.js';

/** The colon is the full-width one, U+FF1A. */
const direct = '{question}\nA. {A}\nB. {B}\nC. {C}\nD. {D}\n정답：';

const choices = ['A', 'B', 'C', 'D'];
const splits = ['dev', 'test'];

/** A form of KMMLU as the Language Model Evaluation Harness asks it (tasks/kmmlu, version 2.0). */
export interface KmmluForm {
  readonly name: string;
  readonly summary: string;
  readonly data: 'KMMLU' | 'KMMLU-HARD';
  /** The template; `{subject}` is the Korean name of the subject. Absent: the question, the choices, and `정답：`. */
  readonly template?: string;
  /** The Korean names of the subjects, for templates that have `{subject}`. */
  readonly subjectNames?: ReadonlyMap<string, string>;
}

/** The dataset asked in this form; everything but how it is opened. */
export function kmmluFacts(form: KmmluForm): Omit<DatasetPlugin, 'options' | 'create'> {
  const isHard = form.data === 'KMMLU-HARD';
  return {
    name: form.name,
    summary: form.summary,
    defaultSplit: 'test',
    fewShotSplit: 'dev',
    fewShotInstruction: '',
    fewShotExampleTemplate: '{input} {reference}\n\n',
    splits: isHard ? splits : ['train', ...splits],
    subsets: isHard ? kmmluHardSubjects : kmmluSubjects,
    rows: isHard ? 4104 : 35_030,
    license: 'cc-by-nd-4.0',
    homepage: `https://huggingface.co/datasets/HAERAE-HUB/${form.data}`,
    citation: kmmluCitation,
  };
}

export function kmmluHarness(form: KmmluForm): DatasetPlugin<HubOptions> {
  return {
    ...kmmluFacts(form),
    options: hubOptions,
    create: (options, request) => hubDataset(kmmluBenchmark(form, options.basePromptTemplate), options, request),
  };
}

type Question = Readonly<Record<'question' | 'A' | 'B' | 'C' | 'D', string>>;

/** Writes the prompt of a question, by the subject it is of. */
export function kmmluPrompt(
  { template = direct, subjectNames }: KmmluForm,
  userTemplate: string | undefined,
): (subject: string, row: Question) => string {
  const prompt = promptTemplate(userTemplate || template, 'question', 'A', 'B', 'C', 'D', 'subject');
  return (subject, { question, A, B, C, D }) =>
    prompt.fill({ question, A, B, C, D, subject: subjectNames?.get(subject) ?? subject });
}

export function kmmluBenchmark(form: KmmluForm, userTemplate: string | undefined): HubBenchmark<KmmluRow> {
  const { name, data } = form;
  const promptOf = kmmluPrompt(form, userTemplate);
  return {
    name,
    repo: `HAERAE-HUB/${data}`,
    subsets: data === 'KMMLU-HARD' ? kmmluHardSubjects : kmmluSubjects,
    splits: data === 'KMMLU-HARD' ? splits : ['train', ...splits],
    defaultSplit: 'test',
    row: kmmluRow,
    toSample: (found, place) => ({
      id: `${place.subset ?? name}-${place.number}`,
      input: promptOf(place.subset ?? '', {
        ...found,
        question: form.template === undefined ? strip(found.question) : found.question,
      }),
      target: { kind: 'choice', choices, answer: kmmluAnswer(found, place) },
      ...(place.subset === undefined ? {} : { group: place.subset }),
    }),
  };
}
