// npm run example -- continuous-evaluation
//
// The same benchmark after every deployment. The history is what a new version is held against: a drop of more than 5 %
// below the best so far is an alert.
import * as hret from 'hret';
import { allNotes, Student, studied } from './training/student.js';

const LARGEST_DROP = 0.05;

hret.configure({
  defaultDataset: 'ko_sample',
  subset: studied,
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/continuous-evaluation',
});

class ContinuousEvaluation {
  readonly alerts: string[] = [];

  async check(version: string, model: hret.ModelFunction): Promise<void> {
    const { _stats: before } = await hret.compareMetric('accuracy'); // absent as long as the history is empty
    const { metrics } = await hret.quickEval(model, { runName: version });
    const accuracy = metrics.accuracy ?? 0;

    if (before === undefined) {
      console.log(`${version}: ${accuracy.toFixed(4)}, the first of the history`);
      return;
    }
    const drop = (before.best - accuracy) / before.best;
    const text = `${version}: ${accuracy.toFixed(4)}, best so far ${before.best.toFixed(4)} (${before.bestRun})`;
    console.log(`${text}, ${drop > LARGEST_DROP ? 'ALERT' : 'ok'}`);
    if (drop > LARGEST_DROP) this.alerts.push(`${version} is ${(100 * drop).toFixed(1)} % below ${before.bestRun}`);
  }
}

// Three versions of a model: the second one lost a few notes, the third one half of them.
const notes = allNotes();
function deployed(lost: number): hret.ModelFunction {
  const model = new Student();
  model.study(notes.slice(0, Math.round(notes.length * (1 - lost))));
  return (input) => model.answer(input);
}

const watch = new ContinuousEvaluation();
await watch.check('v1', deployed(0));
await watch.check('v2', deployed(0.02));
await watch.check('v3', deployed(0.5));

// In a scheduled job you would set process.exitCode = 1 here. On the command line, `hret gate` does the same.
for (const alert of watch.alerts) console.log(`ALERT: ${alert}`);
console.log(
  `${watch.alerts.length} of 3 versions raised an alert; ${(await hret.getMetricsHistory()).length} runs in the history`,
);
