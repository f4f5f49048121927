// npm run example -- training-checkpoints
//
// Evaluation inside a training loop: every third epoch is a checkpoint, and the end is a report of the best one.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as hret from 'hret';
import { allNotes, Student, studied } from './training/student.js';

const EPOCHS = 9;
const EVALUATE_EVERY = 3;

const { outputDir } = hret.configure({
  defaultDataset: 'ko_sample',
  subset: studied,
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/training-checkpoints',
});

class ModelTrainingPipeline {
  readonly model = new Student();
  readonly checkpoints: { epoch: number; notes: number; accuracy: number }[] = [];
  timesAsked = 0;

  async train(): Promise<void> {
    const notes = allNotes();
    const perEpoch = Math.ceil(notes.length / EPOCHS);
    for (let epoch = 1; epoch <= EPOCHS; epoch++) {
      this.model.study(notes.slice((epoch - 1) * perEpoch, epoch * perEpoch)); // your training step
      if (epoch % EVALUATE_EVERY === 0) await this.evaluateCheckpoint(epoch);
    }
  }

  async evaluateCheckpoint(epoch: number): Promise<void> {
    // A decorated function may be handed to a context: it is evaluated once, as the model it is.
    const checkpoint = hret.evaluate({ evaluationMethod: 'string_match' })((input: string) => {
      this.timesAsked += 1;
      return this.model.answer(input);
    });
    await hret.evaluationContext({ runName: `checkpoint_epoch_${epoch}` }, async (ctx) => {
      Object.assign(ctx.metricsTracker.runMetadata, { epoch, notes: this.model.notesKnown });
      const { metrics, counts } = await ctx.evaluate(checkpoint);
      this.checkpoints.push({ epoch, notes: this.model.notesKnown, accuracy: metrics.accuracy ?? 0 });
      console.log(`epoch ${epoch}: accuracy ${metrics.accuracy?.toFixed(4)} over ${counts.total} samples`);
    });
  }

  report() {
    const [first] = this.checkpoints;
    const best = this.checkpoints.toSorted((a, b) => b.accuracy - a.accuracy)[0];
    if (first === undefined || best === undefined) throw new Error('Nothing was evaluated yet.');
    return {
      best_checkpoint: best,
      summary: { epochs: EPOCHS, checkpoints: this.checkpoints },
      improvement: best.accuracy - first.accuracy,
    };
  }
}

const pipeline = new ModelTrainingPipeline();
await pipeline.train();

const report = pipeline.report();
await writeFile(join(outputDir, 'training_report.json'), `${JSON.stringify(report, null, 2)}\n`);
console.log(
  `best checkpoint: epoch ${report.best_checkpoint.epoch}, ${(100 * report.improvement).toFixed(1)} points up`,
);
console.log(`the model was asked ${pipeline.timesAsked} times; the report is training_report.json in ${outputDir}`);
