import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as hret from '../../src/index.js';
import { startLoopbackLlm } from '../../src/testing/index.js';
import { jsonl } from '../sources/hub-world.js';
import { useOutputDir } from '../temp-dir.js';
import { useHub } from './hub-env.js';

const outputDir = useOutputDir();

/** Pixels nobody looks at, behind the first bytes of a PNG. */
const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
const pngUri = `data:image/png;base64,${png.toString('base64')}`;

/** Runs a dataset on the openai backend; gives the result and the content of every question. */
async function asked(options: hret.EvaluateOptions, answer = '정답: 개') {
  const llm = await startLoopbackLlm({ answer: () => answer });
  onTestFinished(() => llm.close());
  const service = { modelName: 'loopback', apiBase: llm.url, apiKey: 'k' };
  const result = await new hret.PipelineRunner({
    model: 'openai',
    modelParams: service,
    languagePenalize: false,
    ...options,
    ...(options.judgeModel !== undefined && { judgeParams: { ...service, ...options.judgeParams } }),
  }).run();
  const contents = llm.requests.map(
    ({ body }) => (body as { messages?: { content: unknown }[] }).messages?.at(-1)?.content,
  );
  return { result, contents };
}

const sent = (...urls: readonly string[]) => [
  { type: 'text', text: '무엇인가?' },
  ...urls.map((url) => ({ type: 'image_url', image_url: { url } })),
];

function quiz(...images: readonly unknown[]): hret.EvaluateOptions {
  mkdirSync(join(outputDir(), 'quiz'), { recursive: true });
  writeFileSync(join(outputDir(), 'quiz/dog.png'), png);
  writeFileSync(join(outputDir(), 'elsewhere.png'), png);
  const path = join(outputDir(), 'quiz/quiz.jsonl');
  writeFileSync(path, jsonl(...images.map((image) => ({ input: '무엇인가?', reference: '개', image }))));
  return { dataset: 'generic_file', datasetParams: { path, imagesCol: 'image' } };
}

describe('questions with images', () => {
  it.each([
    ['a path beside the data', 'dog.png', [pngUri]],
    ['an address', 'https://example.com/dog.png', ['https://example.com/dog.png']],
    ['a data URI', pngUri, [pngUri]],
    ['bytes', { bytes: png.toString('base64'), path: null }, [pngUri]],
    [
      'what the dataset server gives',
      { src: 'https://example.com/a.jpg', height: 2, width: 2 },
      ['https://example.com/a.jpg'],
    ],
    ['a part of a chat message', { type: 'image_url', image_url: { url: pngUri } }, [pngUri]],
    [
      'several, in their order',
      ['https://example.com/1.png', { url: 'https://example.com/2.png' }],
      ['https://example.com/1.png', 'https://example.com/2.png'],
    ],
    ['the list in a string', '["dog.png"]', [pngUri]],
  ])('reach the service and are scored: %s', async (_, image, urls) => {
    const { result, contents } = await asked(quiz(image));
    expect(contents).toEqual([sent(...urls)]);
    expect(result.metrics.accuracy).toBe(1);
    expect(result.info.warnings).toEqual([]);
  });

  it('may be nothing but their images', async () => {
    const path = join(outputDir(), 'bare.jsonl');
    writeFileSync(path, jsonl({ input: '', reference: '개', image: pngUri }));
    const { contents } = await asked({ dataset: 'generic_file', datasetParams: { path, imagesCol: 'image' } });
    expect(contents).toEqual([[{ type: 'image_url', image_url: { url: pngUri } }]]);
  });

  it('without one are asked as text', async () => {
    expect((await asked(quiz(null, ''))).contents).toEqual(['무엇인가?', '무엇인가?']);
  });

  it.each([['../elsewhere.png'], ['file']])(
    'whose images lie outside the folder of the data are asked, and that is said: %s',
    async (image) => {
      const there = join(outputDir(), 'elsewhere.png');
      const options = quiz(image === 'file' ? `file://${there}` : image, image === 'file' ? there : image);
      const { result, contents } = await asked(options);
      expect(contents).toEqual([sent(pngUri), sent(pngUri)]);
      expect(result.info.warnings).toEqual([
        `Column "image" names images outside the folder of the data, the first is ${there}. They are read.`,
      ]);
    },
  );

  it.each([
    [{ bytes: Buffer.from('no image').toString('base64') }, 'column "image" holds bytes of no image we know'],
    [{ height: 3 }, 'column "image" holds no image'],
    [7, 'column "image" holds no image'],
  ])('are refused where there is none: %j', async (image, problem) => {
    await expect(asked(quiz(image))).rejects.toThrow(problem);
  });

  it('that are no image are a failed sample, not a question without it', async () => {
    writeFileSync(join(outputDir(), 'secrets.txt'), 'not an image');
    const { result } = await asked({ ...quiz('../secrets.txt', 'dog.png'), maxFailures: 1 });
    expect(result.counts).toMatchObject({ failed: 1, scored: 1 });
    expect(result.samples[0]?.error).toContain('is no image of a kind we know');
  });
});

describe('images of a dataset on the hub', () => {
  const struct = (bytes: Uint8Array) => ({ name: 'image', data: [{ bytes, path: 'dog.png' }] });
  const parquet = new Uint8Array(
    parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 3 },
        { name: 'question', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'answer', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ],
      columnData: [{ name: 'question', data: ['무엇인가?'] }, { name: 'answer', data: ['개'] }, struct(png)],
    }),
  );
  const repo = (file: string, body: string | Uint8Array) => ({ 'me/vqa': { files: { [`data/test-${file}`]: body } } });

  it('that Parquet keeps as bytes are found, told of and sent', async () => {
    await useHub(repo('00000-of-00001.parquet', parquet));
    const { result, contents } = await asked({ dataset: 'me/vqa' });
    expect(contents).toEqual([sent(pngUri)]);
    expect(result.metrics.accuracy).toBe(1);
    expect(result.info.warnings).toContain(
      'me/vqa: the columns were taken to be inputCol "question", referenceCol "answer", imagesCol "image". Name them in datasetParams to be sure.',
    );
  });

  it('that are named by an address are sent', async () => {
    await useHub(
      repo('0.jsonl', jsonl({ question: '무엇인가?', answer: '개', images: [{ src: 'https://example.com/a.jpg' }] })),
    );
    expect((await asked({ dataset: 'me/vqa' })).contents).toEqual([sent('https://example.com/a.jpg')]);
  });

  it.each(['dog.png', '/etc/hostname', 'file:///etc/hostname'])('name no files of this machine: %s', async (image) => {
    await useHub(repo('0.jsonl', jsonl({ question: '무엇인가?', answer: '개', image })));
    await expect(asked({ dataset: 'me/vqa', datasetParams: { imagesCol: 'image' } })).rejects.toThrow(
      `column "image" names the file "${image}", and rows of the hub are given no files of this machine.`,
    );
  });
});

describe('a judge of questions with images', () => {
  const judged = { evaluationMethod: 'llm_judge', judgeModel: 'openai', evaluatorParams: { rubric: '맞으면 5점' } };

  it('sees them too', async () => {
    const { result, contents } = await asked({ ...quiz('dog.png'), ...judged }, '[RESULT] 4');
    expect(contents).toHaveLength(2);
    expect(contents[1]).toEqual([
      { type: 'text', text: expect.stringContaining('맞으면 5점') },
      { type: 'image_url', image_url: { url: pngUri } },
    ]);
    expect(result.metrics.average_judge_score).toBe(4);
  });

  it('that takes none stops the run, which says so', async () => {
    const options = { ...quiz('dog.png'), ...judged, judgeParams: { api: 'completions' } };
    await expect(asked(options, '[RESULT] 4')).rejects.toThrow('takes no images');
  });
});
