import type { SampleResult } from '../../core/sample-result.js';
import { type FailureGroup, groupFailures } from '../failures.js';
import { distinctiveWords, missingWords, topWords, type WordCount } from '../words.js';
import { answerText, type Sides } from './sides.js';

/** What is shown of one sample. */
export interface Example {
  readonly id: string;
  readonly input: string;
  readonly reference: string;
  readonly prediction: string;
}

export interface ErrorAnalysis {
  /** The metric by which answers are right or wrong; absent where none has a score of its own. */
  readonly metric?: string;
  /** The commonest words of wrong answers. */
  readonly keywords: readonly WordCount[];
  /** Words that wrong answers have more often than right ones, by more than chance; how many wrong answers have them. */
  readonly distinctiveWords: readonly WordCount[];
  /** Words of references that the wrong answers to them lack, at least twice. */
  readonly missingWords: readonly WordCount[];
  /** Why answers have no score, commonest first. */
  readonly unscored: readonly FailureGroup[];
  /** Why samples failed or were cut off, commonest first. */
  readonly failed: readonly FailureGroup[];
  /** The first wrong answer, and the first right one. */
  readonly example?: Example;
  readonly rightExample?: Example;
}

export function errorAnalysis(
  { metric, right, wrong }: Sides,
  samples: readonly SampleResult[],
  topN: number,
): ErrorAnalysis {
  const texts = wrong.map(answerText);
  const [firstWrong, firstRight] = [wrong[0], right[0]];
  return {
    ...(metric !== undefined && { metric }),
    keywords: topWords(texts, topN),
    distinctiveWords: distinctiveWords(texts, right.map(answerText), topN),
    missingWords: missingWords(
      wrong.map(({ reference, prediction = '' }) => [reference, prediction]),
      topN,
    ),
    unscored: reasonsOf(samples.filter(({ status }) => status === 'unscored')),
    failed: reasonsOf(samples.filter(({ status }) => status === 'failed' || status === 'truncated')),
    ...(firstWrong !== undefined && { example: exampleOf(firstWrong) }),
    ...(firstRight !== undefined && { rightExample: exampleOf(firstRight) }),
  };
}

function reasonsOf(samples: readonly SampleResult[]): FailureGroup[] {
  return groupFailures(samples.map(({ id, error, reason }) => ({ id, error: error ?? reason ?? 'no reason is kept' })));
}

function exampleOf({ id, input, reference, prediction = '' }: SampleResult): Example {
  return { id, input, reference, prediction };
}
