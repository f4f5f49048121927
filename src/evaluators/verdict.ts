import type { Score } from '../core/evaluator.js';

/** What comparing an answer with its reference came to. */
export interface Verdict {
  readonly isCorrect: boolean;
  /** The compared part of the answer as the model wrote it. */
  readonly extracted: string;
  /** Both sides as they were compared. */
  readonly prediction: string;
  readonly reference: string;
  readonly isDefinite: boolean;
  readonly explanation?: string | undefined;
  /** The place of the option that the answer names, where it names one. */
  readonly chosen?: number | undefined;
}

/** A verdict as a score: accuracy 0 or 1. */
export function scored({
  isCorrect,
  extracted,
  prediction,
  reference,
  isDefinite,
  explanation,
  chosen,
}: Verdict): Score {
  return {
    status: 'scored',
    values: { accuracy: isCorrect ? 1 : 0 },
    extracted: shortened(extracted),
    isDefinite,
    ...(explanation !== undefined && { explanation }),
    details: {
      normalizedPrediction: shortened(prediction),
      normalizedReference: shortened(reference),
      isCorrect,
      ...(chosen !== undefined && { chosen }),
    },
  };
}

const LONGEST = 2000;

/** The raw text is kept with every sample; a long one is not worth keeping again. */
function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
