import type { Answer } from './evaluator.js';
import type { KeptAnswer } from './finished.js';
import type { JsonObject } from './json.js';
import type { Sample } from './sample.js';

/** The answer of an earlier sitting as the model gave it, to be scored anew: with its candidates and what the model said about it. */
export function keptAnswer(row: KeptAnswer | undefined, sample: Sample): Answer | undefined {
  if (row?.prediction === undefined) return undefined;
  const { prediction: text, finish = 'stop', usage, costUsd, attempts, candidates, warnings } = row;
  const metadata = saidOfAnswer(row, sample);
  return {
    kind: 'text',
    generation: {
      text,
      finish,
      ...(usage !== undefined && { usage }),
      ...(costUsd !== undefined && { costUsd }),
      ...(attempts !== undefined && { attempts }),
      ...(candidates !== undefined && { candidates }),
      ...(warnings !== undefined && { warnings }),
      ...(metadata !== undefined && { metadata }),
    },
  };
}

/** Stands under `model` beside the sample's own metadata, which may have a `model` too. */
function saidOfAnswer({ metadata }: KeptAnswer, sample: Sample): JsonObject | undefined {
  const said = metadata.model;
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return undefined;
  const isOfSample = JSON.stringify(said) === JSON.stringify(sample.metadata?.model);
  return isOfSample ? undefined : (said as JsonObject);
}
