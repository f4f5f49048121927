import { readdirSync } from 'node:fs';
import { type Suite, sharedVectors } from './suite.js';
import { classSuites } from './suites/classes.js';
import { corpusIntervalSuite } from './suites/corpus-intervals.js';
import { lightevalSuites } from './suites/lighteval.js';
import { inspectSuite, mathVerifySuite } from './suites/math.js';
import { statisticsSuites } from './suites/statistics.js';
import { textMetricSuites } from './suites/text-metrics.js';

/** All suites, those of our own scripts first. */
export async function suites(): Promise<Suite[]> {
  return [
    ...(await textMetricSuites()),
    await corpusIntervalSuite(),
    await mathVerifySuite(),
    ...statisticsSuites(),
    ...(await classSuites()),
    ...(await sharedSuites()),
  ];
}

async function sharedSuites(): Promise<Suite[]> {
  const folder = sharedVectors();
  if (folder === undefined) return [{ name: 'vectors from outside', skipped: 'there is no ../shared/conformance' }];
  const known = ['README.md', 'inspect-math-cases.json', 'lighteval'];
  const unread = readdirSync(folder).filter((file) => !known.includes(file));
  if (unread.length > 0) throw new Error(`../shared/conformance: no suite reads ${unread.join(', ')}`);
  return [await inspectSuite(folder), ...(await lightevalSuites(`${folder}lighteval`))];
}
