// npm run example -- context-save-results
//
// A context holds an experiment together: its evaluations, your notes on it, where it is sent, and one file with all of it.
import { readFile } from 'node:fs/promises';
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

const outputDir = process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/context-save-results';
hret.configure({ defaultDataset: 'ko_sample', outputDir });

const path = await hret.evaluationContext({ runName: 'my_experiment' }, async (ctx) => {
  // Where to is usually said by MLFLOW_TRACKING_URI and WANDB_API_KEY. To need neither, this example writes files, which
  // "mlflow migrate-filestore" and "wandb sync" take.
  ctx.logToMlflow({ experimentName: 'llm_experiments', trackingUri: `file:${outputDir}/mlruns` });
  ctx.logToWandb({ projectName: 'model_evaluation', mode: 'offline', dir: outputDir });

  // Your own integration is called when the context is over. If it throws, you are warned and the run is kept.
  ctx.addMlopsIntegration((runResult, results) => {
    console.log(`Integration: "${runResult.metadata.runName}" ${runResult.metadata.status}, ${results.length} results`);
    for (const [metric, value] of Object.entries(runResult.metrics)) console.log(`  ${metric} = ${value.toFixed(4)}`);
  });

  // Notes of yours, kept with the run and handed to every integration.
  ctx.metricsTracker.runMetadata.hyperparameters = { learningRate: 0.001, epochs: 3 };

  // Two evaluations in one context are two runs, each under its own name.
  await ctx.evaluate(firstChoice);
  await ctx.evaluate(noteReader);
  return ctx.saveResults('experiment_results.json'); // in the output folder
});

interface Saved {
  readonly run_metadata: { readonly hyperparameters: unknown };
  readonly results: readonly { readonly info: { readonly name: string }; readonly samples: readonly unknown[] }[];
}
const saved = JSON.parse(await readFile(path, 'utf8')) as Saved;
console.log(
  `Saved: ${saved.results.map(({ info, samples }) => `${info.name} with ${samples.length} samples`).join(', ')}`,
);
console.log(`Hyperparameters: ${JSON.stringify(saved.run_metadata.hyperparameters)}`);
