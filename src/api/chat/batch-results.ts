import { pricingFor } from '../../backends/prices/price-table.js';
import type { Generation } from '../../core/model.js';
import { HretError } from '../../errors.js';
import type { BatchLine } from './batch-line.js';
import { linesOf, type Told } from './batch-services.js';
import { type BatchState, customIdOf } from './batch-state.js';
import { responseFrom } from './response.js';
import type { ModelResponse } from './types.js';

/** Part of the usual price that both services ask for a batch. */
const BATCH_PRICE = 0.5;

/** The answers of a batch that has ended, in the order of its requests; where there is none, why. */
export async function resultsOf(
  { line, service, id, model, options }: BatchLine,
  state: BatchState,
  { results, failure, providerStatus }: Told,
  signal: AbortSignal,
): Promise<(ModelResponse | HretError)[]> {
  const pricing = await pricingFor({ model, baseUrl: line.shownBase, prices: options.prices, now: Date.now });
  const places = new Map(Array.from({ length: state.total }, (_, place) => [customIdOf(state, place), place]));
  const why = failure === undefined ? `the batch is ${providerStatus}` : `the batch is ${providerStatus}: ${failure}`;
  const answers: (ModelResponse | HretError)[] = Array.from(
    { length: state.total },
    () => new HretError('model', `${id}: there is no answer to this request; ${why}.`),
  );
  for (const path of results) {
    for (const given of await linesOf(line, path, id, signal)) {
      const { customId, answer } = service.read(given);
      const place = places.get(customId);
      if (place !== undefined)
        answers[place] = answer instanceof HretError ? answer : responseFrom(priced(answer, pricing), state.model);
    }
  }
  return answers;
}

function priced(answer: Generation, pricing: Awaited<ReturnType<typeof pricingFor>>): Generation {
  const costUsd = answer.usage === undefined ? undefined : pricing?.costOf(answer.usage);
  return costUsd === undefined ? answer : { ...answer, costUsd: costUsd * BATCH_PRICE };
}
