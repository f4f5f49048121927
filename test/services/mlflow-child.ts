import { setTimeout } from 'node:timers/promises';
import * as hret from '../../src/index.js';
import { sloppy, sumsIn } from './mlflow-context.js';

/** An evaluation that takes a while, told to MLflow: `node --import tsx mlflow-child.ts <folder> <count> <name> <uri> <experiment>`. */
const [folder = '', count = '', runName = '', trackingUri = '', experimentName = ''] = process.argv.slice(2);

await hret.quickEval(
  async (input: string) => {
    await setTimeout(1);
    return sloppy(input);
  },
  {
    ...sumsIn(folder, Number(count), { runName, maxWorkers: 1, resume: true }),
    trackers: [{ name: 'mlflow', options: { trackingUri, experimentName, traces: true } }],
  },
);
