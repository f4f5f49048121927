// npm run example -- load-config
//
// The settings of a project in a YAML file. Keys may be written in snake_case, as in Python, or in camelCase. The path is
// looked up from where the program is started, here the root of the repository.
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

const config = hret.loadConfig('examples/data/hret_config.yaml');
console.log(`From ${config.configFile}:`);
console.log(
  `  ${config.defaultDataset}, ${config.subset}, ${config.numFewShot} examples, ${config.maxWorkers} workers`,
);

// What the program says later wins over the file.
if (process.env.HRET_OUTPUT_DIR) hret.configure({ outputDir: process.env.HRET_OUTPUT_DIR });

const results = await hret.compareModels({ firstChoice, noteReader });
console.log(`\n${hret.resultTable(results)}`);

const { info } = results.noteReader;
console.log(`\nOf the file: dataset ${info.dataset}, split ${info.split}, subset ${info.subset?.join(' ')}`);
console.log(`Few-shot examples: ${JSON.stringify(info.fewShot)}`);
