// npm run example -- multi-dataset
//
// One model over several benchmarks: parts of the bundled one, and a file of your own.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as hret from 'hret';
import { firstChoice } from './models/first-choice.js';
import { noteReader } from './models/note-reader/index.js';

const { outputDir } = hret.configure({
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/multi-dataset',
});

// Your own questions: JSON Lines, JSON, CSV, TSV, Parquet or Excel. Here they are written first, to have some.
const path = join(outputDir, 'rivers.csv');
const rows = [
  ['question', 'options', 'answer'],
  ['강릉의 대표적인 석호는 어느 것입니까?', '경포호|천지|충주호|소양호', '경포호'],
  ['백두산 꼭대기에 있는 호수는 어느 것입니까?', '경포호|천지|충주호|소양호', '천지'],
  ['군산 앞바다로 흐르는 강은 어느 것입니까?', '한강|낙동강|금강|임진강', '금강'],
  ['하구에 너른 삼각주를 이루는 강은 어느 것입니까?', '한강|낙동강|금강|임진강', '낙동강'],
];
await mkdir(outputDir, { recursive: true });
await writeFile(path, `${rows.map((row) => row.join(',')).join('\n')}\n`);

const suites: Record<string, hret.EvaluateOptions> = {
  history: { dataset: 'ko_sample', subset: '역사' },
  'society and science': { dataset: 'ko_sample', subset: ['사회', '과학'] },
  rivers: {
    dataset: 'generic_file',
    datasetParams: {
      path,
      inputCol: 'question',
      optionsCol: 'options', // makes them choice questions
      referenceCol: 'answer',
      basePromptTemplate: '질문: {input}\n{options}',
    },
  },
  // KMMLU is read from the Hugging Face Hub: this needs the network, no key. For a copy on your disk add
  // datasetParams: { path: './kmmlu' }.
  // kmmlu: { dataset: 'kmmlu', subset: ['Korean-History'] },
};

for (const [name, options] of Object.entries(suites)) {
  const results = await hret.compareModels({ firstChoice, noteReader }, { ...options, runName: name });
  const [first, reader] = [results.firstChoice, results.noteReader].map(({ metrics }) => metrics.accuracy?.toFixed(4));
  console.log(`${name}: firstChoice ${first}, noteReader ${reader}, ${results.noteReader.counts.total} samples`);
}
