// npm run example -- few-shot
//
// Worked examples before every question. The model of this example knows nothing but what it is shown, so it is at a loss
// without them.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as hret from 'hret';
import { terms } from './models/note-reader/retrieval.js';

const { outputDir } = hret.configure({
  outputDir: process.env.HRET_OUTPUT_DIR ?? './hret_results/examples/few-shot',
});

const reviews = [
  ['배우들의 연기가 훌륭하고 감동적인 영화였다', '긍정'],
  ['이야기가 지루하고 시간이 아까운 영화였다', '부정'],
  ['음악이 아름답고 다시 보고 싶은 작품이다', '긍정'],
  ['대사가 어색하고 실망스러운 작품이다', '부정'],
  ['끝까지 손에 땀을 쥐게 하는 재미있는 영화', '긍정'],
  ['줄거리가 엉성하고 재미없는 영화', '부정'],
  ['연기가 훌륭해서 감동을 받았다', '긍정'],
  ['너무 지루해서 시간이 아까웠다', '부정'],
  ['음악이 참 아름다웠고 다시 보고 싶다', '긍정'],
  ['어색한 대사 때문에 실망스러웠다', '부정'],
  ['재미있는 장면이 많아 땀을 쥐고 보았다', '긍정'],
  ['엉성한 줄거리에 재미없는 장면뿐이다', '부정'],
  ['배우들이 훌륭하고 감동적인 이야기', '긍정'],
  ['지루하고 어색한 연기에 실망했다', '부정'],
];
const path = join(outputDir, 'reviews.jsonl');
await mkdir(outputDir, { recursive: true });
await writeFile(path, reviews.map(([input, reference]) => `${JSON.stringify({ input, reference })}\n`).join(''));

/** Answers like the most similar example of its prompt, and 긍정 when there is none. */
function copyCat(prompt: string): string {
  const blocks = prompt.split('\n\n');
  const wanted = new Set(terms(blocks.at(-1) ?? ''));
  let best = { answer: '긍정', shared: 0 };
  for (const block of blocks.slice(0, -1)) {
    const [review = '', answer] = block.split('\n감정: ');
    const shared = terms(review).filter((term) => wanted.has(term)).length;
    if (answer !== undefined && shared > best.shared) best = { answer, shared };
  }
  return best.answer;
}

for (const numFewShot of [0, 2, 6]) {
  const result = await hret.quickEval(copyCat, {
    dataset: 'generic_file', // one file, so the examples are its first rows, which are then left out of the evaluation
    datasetParams: { path },
    numFewShot,
    ...(numFewShot > 0 && {
      fewShotInstruction: '영화평의 감정을 긍정 또는 부정으로 답하십시오.\n\n',
      fewShotExampleTemplate: '{input}\n감정: {reference}\n\n',
    }),
    runName: `${numFewShot}-shot`,
  });
  const { metrics, counts, samples } = result;
  console.log(`${numFewShot} examples: accuracy ${metrics.accuracy?.toFixed(4)} over ${counts.total} samples`);
  if (numFewShot === 2) console.log(`What the model was given:\n${samples[0]?.input.replace(/^/gm, '  | ')}`);
}
