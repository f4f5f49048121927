// npm run example -- error-tolerant-model
//
// Models fail in many ways. A sample that failed is counted and kept with its reason, the others go on, and a failure is
// never mistaken for a wrong answer.
import { setTimeout as sleep } from 'node:timers/promises';
import * as hret from 'hret';
import { noteReader } from './models/note-reader/index.js';

hret.configure({
  defaultDataset: 'ko_sample',
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/error-tolerant-model',
});

/** A model with bad days. The number at the end of the sample's id decides what goes wrong. */
async function robustModel(input: string, sample: hret.Sample, { signal }: hret.CallContext): Promise<hret.ModelReply> {
  const number = Number(sample.id.split('-').at(-1));
  if (number % 10 === 3) throw new Error('503 the server is overloaded');
  if (number % 10 === 5) return JSON.parse('{ "txt": "(A)" }').text; // a field that is not there: undefined
  if (number === 7) await sleep(60_000, undefined, { signal }); // takes too long; the signal ends the wait
  if (number % 2 === 0) return inPieces(noteReader(input)); // answers may be streams
  return noteReader(input);
}

async function* inPieces(text: string): AsyncGenerator<string> {
  for (const character of text) yield character;
}

const result = await hret.quickEval(robustModel, { timeoutMs: 500 });
const { total, scored, failed } = result.counts;
console.log(`${total} samples: ${scored} scored, ${failed} failed`);
console.log(`accuracy ${result.metrics.accuracy?.toFixed(4)} over the ${result.stats.accuracy?.n} that were answered`);

const reasons = new Map<string, number>();
for (const { error } of result.samples) if (error) reasons.set(error, (reasons.get(error) ?? 0) + 1);
for (const [reason, count] of reasons) console.log(`  ${count} x ${reason}`);

// When too much fails, a number would mean nothing: then the run stops, with an error that shows the first reasons.
try {
  await hret.quickEval(robustModel, { timeoutMs: 500, maxFailures: 3, runName: 'strict' });
} catch (error) {
  if (!(error instanceof hret.HretError)) throw error;
  console.log(`\nstopped (${error.code}): ${error.message}`);
}
