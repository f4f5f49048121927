import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { root } from '../build-dist.js';
import { temporaryFolder } from '../sources/hub-world.js';
import { hret } from './run-cli.js';

const hooks =
  "name: 'quiz', data: { train: 'train.jsonl', test: 'test.jsonl' }, defaultSplit: 'test', fewShotSplit: 'train', getPrompt: (row) => `질문: ${row.q}`, getTarget: (row) => String(row.a), getGroup: (row) => String(row.topic)";

/** A folder with a dataset module and its files; `hret` is found where it is built. */
function moduleCalled(name: string): string {
  const folder = temporaryFolder();
  const { href } = pathToFileURL(join(root, 'src/core/dataset-definition.ts'));
  const head = name.endsWith('.ts')
    ? `import { defineDataset } from '${href}';\nexport default defineDataset(`
    : 'export default (';
  writeFileSync(join(folder, name), `${head}{ ${hooks} });\n`);
  writeFileSync(join(folder, 'train.jsonl'), '{"q":"강은?","a":"한강","topic":"역사"}\n');
  writeFileSync(
    join(folder, 'test.jsonl'),
    '{"q":"수도는?","a":"서울","topic":"지리"}\n{"q":"왕은?","a":"세종","topic":"역사"}\n',
  );
  return join(folder, name);
}

describe('hret eval with a dataset module', () => {
  it.each(['quiz.mjs', 'quiz.ts'])('reads %s, its split, its groups and its examples', async (name) => {
    const path = moduleCalled(name);
    const folder = temporaryFolder();
    const args = [
      'eval',
      '--dataset',
      path,
      '--model',
      'baseline',
      '--num-few-shot',
      '1',
      '--output-dir',
      folder,
      '--json',
    ];
    const { code, out, err } = await hret(...args, '--subset', '역사');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      counts: { total: 1 },
      info: { dataset: 'quiz', split: 'test', subset: ['역사'], fewShot: { split: 'train' } },
    });
  });

  it.each([
    ['with a comma', ['--subset', '역사,지리']],
    ['one by one', ['--subset', '역사', '--subset', '지리']],
  ])('reads several groups that are named %s', async (_, flags) => {
    const path = moduleCalled('quiz.mjs');
    const folder = temporaryFolder();
    const { out } = await hret(
      'eval',
      '--dataset',
      path,
      '--model',
      'baseline',
      '--output-dir',
      folder,
      '--json',
      ...flags,
    );
    expect(JSON.parse(out)).toMatchObject({ counts: { total: 2 }, info: { subset: ['역사', '지리'] } });
  });
});
