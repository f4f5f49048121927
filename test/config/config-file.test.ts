import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfigFile } from '../../src/config/config-file.js';
import { HretError, type HretErrorCode } from '../../src/errors.js';
import { TestFolder } from './folder.js';

const folder = new TestFolder();
afterAll(() => folder.remove());

/** The error of a file, with the file's name instead of its path. */
function errorOf(path: string): { code: HretErrorCode; message: string } {
  try {
    readConfigFile(path);
  } catch (error) {
    if (error instanceof HretError)
      return { code: error.code, message: error.message.replaceAll(path, basename(path)) };
    throw error;
  }
  throw new Error('The file was accepted.');
}

function messageFor(name: string, content: string | Uint8Array): string {
  const { code, message } = errorOf(folder.write(name, content));
  expect(code).toBe('config');
  return message;
}

/** An expected message that ends in … is the beginning of one. */
function expectMessage(message: string, expected: string): void {
  const isBeginning = expected.endsWith('…');
  expect(isBeginning ? `${message.slice(0, expected.length - 1)}…` : message).toBe(expected);
}

const wrongYaml: readonly (readonly [content: string, message: string])[] = [
  [
    '# 설정\n\ndefault_dataset: kmmlu\nmax_workers: four\n',
    'c.yaml:4:14 max_workers: expected a whole number from 1, got "four".',
  ],
  [
    'run_name: 실험\nmetadata: { 이름: "가나👍", x: .nan }\n',
    'c.yaml:2:27 metadata.x: expected a value JSON can hold, got NaN (a number).',
  ],
  [
    'max_worker: 4\n',
    'c.yaml:1:1 max_worker: unknown option. Did you mean "max_workers"? Known: max_workers, max_failures, ' +
      'default_dataset, subset, default_split, dataset_params, default_model, model_params, judge_model, judge_params and 32 more.',
  ],
  ['temperature: 0\n', 'c.yaml:1:1 temperature: unknown option at this level; it belongs in model_params.'],
  ['limit: 10\n\ttrials: 2\n', 'c.yaml:2:1 a tab stands where YAML takes spaces. Indent with spaces.'],
  ['model_params:\n\tmodel_name: x\n', 'c.yaml:2:1 a tab stands where YAML takes spaces. Indent with spaces.'],
  ['limit: 10\nseed: 1\nlimit: 20\n', 'c.yaml:3:1 the key "limit" is written a second time. Keep one of them.'],
  ['"limit": 10\nlimit: 20\n', 'c.yaml:2:1 the key "limit" is written a second time. Keep one of them.'],
  [
    'maxWorkers: 1\nmax_workers: 2\n',
    'c.yaml:2:1 max_workers: this is the same option as "maxWorkers", given twice. Keep one of them.',
  ],
  [
    'default_dataset: a\ndataset: b\n',
    'c.yaml:2:1 dataset: this is the same option as "default_dataset", given twice. Keep one of them.',
  ],
  [
    'split: dev\ndataset:\n  name: kmmlu\n  split: test\n',
    'c.yaml:4:3 dataset.split: this is the same option as "split", given twice. Keep one of them.',
  ],
  [
    '- kmmlu\n',
    'c.yaml:1:1 expected keys and values such as "default_dataset: kmmlu" at the top, got ["kmmlu"] (a list).',
  ],
  ['kmmlu\n', 'c.yaml:1:1 expected keys and values such as "default_dataset: kmmlu" at the top, got "kmmlu".'],
  ['run_name: a: b\n', 'c.yaml:1:11 there is a second ":" on this line. Put a text that contains ": " in quotes.'],
  ['run_name: @team\n', 'c.yaml:1:11 a text cannot begin with "@". Put it in quotes.'],
  [
    'subset: [a, b\nlimit: 1\n',
    'c.yaml:2:1 this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
  ],
  ['run_name: !secret x\n', 'c.yaml:1:11 the tag "!secret" is not read here. Write a plain value.'],
  ['run_name: !!js/function "x"\n', 'c.yaml:1:11 the tag "!!js/function" is not read here. Write a plain value.'],
  ['metadata:\n  a: !!binary aGk=\n', 'c.yaml:2:6 the tag "!!binary" is not read here. Write a plain value.'],
  ['metadata:\n  <<: 3\n', 'c.yaml:2:3 "<<" takes keys and values from an anchor, such as "<<: *base".'],
  ['metadata:\n  <<: [*a]\n  a: &a 1\n', 'c.yaml:2:8 "*a" has no anchor "&a" above it.'],
  ['run_name: *name\n', 'c.yaml:1:11 "*name" has no anchor "&name" above it.'],
  ['metadata: &all\n  a: *all\n', 'c.yaml:2:6 "*all" stands inside its own anchor.'],
  ['limit: 1\n---\nlimit: 2\n', 'c.yaml:2:1 a second document begins here ("---"). One file holds one configuration.'],
  ['on_progress: log\n', 'c.yaml:1:1 on_progress: this can be given in a program only.'],
  ['log_level: loud\n', 'c.yaml:1:12 log_level: expected debug, info, warning, error or silent, got "loud".'],
  ['custom_loggers: [mine]\n', 'c.yaml:1:17 custom_loggers: expected a list of functions, got ["mine"] (a list).'],
  ['mlflow_tracking: yes\n', 'c.yaml:1:18 mlflow_tracking: expected true or false, got "yes".'],
  ['subset:\n  - Law\n  - 2024\n', 'c.yaml:3:5 subset.1: expected a string, got 2024 (a number).'],
  [
    'dataset:\n  name: kmmlu\n  splt: test\n',
    'c.yaml:3:3 dataset.splt: unknown option. Did you mean "split"? Known: name, subset, split, params.',
  ],
  ['few_shot:\n  num: many\n', 'c.yaml:2:8 few_shot.num: expected a whole number from 0, got "many".'],
  ['model:\n  params: [a]\n', 'c.yaml:2:11 model.params: expected an object, got ["a"] (a list).'],
  ['toString: 1\n', 'c.yaml:1:1 toString: unknown option.…'],
  ['__proto__: { limit: 1 }\n', 'c.yaml:1:1 __proto__: unknown option.…'],
  ['base: &base { n: 1 }\n', 'c.yaml:1:1 base: unknown option.…'],
];

const wrongJson: readonly (readonly [content: string, message: string])[] = [
  ['{\n  "max_workers": "four"\n}', 'c.json:2:18 max_workers: expected a whole number from 1, got "four".'],
  ['{"limit": 1, "splt": "dev"}', 'c.json:1:14 splt: unknown option. Did you mean "split"?…'],
  ['{"subset": ["a", 3]}', 'c.json:1:18 subset.1: expected a string, got 3 (a number).'],
  ['{"limit": 1, "limit": 2}', 'c.json:1:14 the key "limit" is written a second time. Keep one of them.'],
  ['{"limit": 1,}', 'c.json:1:13 this is not JSON: expected a key in double quotes, found "}".'],
  ['{"limit": 1', 'c.json:1:12 this is not JSON: expected "," or "}", found the end of the file.'],
  ['{"limit": 1} x', 'c.json:1:14 this is not JSON: expected the end of the file, found "x".'],
  ['{"limit" 1}', 'c.json:1:10 this is not JSON: expected ":", found "1".'],
  ['{limit: 1}', 'c.json:1:2 this is not JSON: expected a key in double quotes, found "limit".'],
  ['{"limit": 01}', 'c.json:1:11 this is not JSON: expected a value, found "01".'],
  ['{"split": \'dev\'}', 'c.json:1:11 this is not JSON: expected a value, found "\'".'],
  ['{"split": True}', 'c.json:1:11 this is not JSON: expected a value, found "True".'],
  [
    '{"split": "a\nb"}',
    'c.json:1:11 this is not JSON: expected a string on one line, in double quotes, with "\\n" for a new line, found "\\"".',
  ],
  ['{ // ours\n}', 'c.json:1:3 this is not JSON: it has no comments. Use a .yaml file to write some.'],
  ['[1]', 'c.json:1:1 expected keys and values such as "default_dataset: kmmlu" at the top, got [1] (a list).'],
];

const EMPTY = 'the file is empty or has only comments. Write at least one setting, such as "default_dataset: kmmlu".';

describe('a configuration file', () => {
  it.each(wrongYaml.map(([content, message]) => ({ content, message })))(
    'in YAML says $message',
    ({ content, message }) => {
      expectMessage(messageFor('c.yaml', content), message);
    },
  );

  it.each(wrongJson.map(([content, message]) => ({ content, message })))(
    'in JSON says $message',
    ({ content, message }) => {
      expectMessage(messageFor('c.json', content), message);
    },
  );

  it.each(['', '\n \n', '# only a comment\n', '---\n', 'null\n'])('that holds nothing is explained: %j', (content) => {
    expect(messageFor('c.yml', content)).toBe(`c.yml: ${EMPTY}`);
  });

  it('tells several mistakes together, in the order of the file', () => {
    const content = 'limit: 0\nmodel:\n  nam: x\nseed: -1\ndatset: kmmlu\n';
    const lines = messageFor('c.yaml', content).split('\n');
    expect(lines.map((line) => line.split(': ', 1)[0])).toEqual([
      'c.yaml:1:8 limit',
      'c.yaml:3:3 model.nam',
      'c.yaml:4:7 seed',
      'c.yaml:5:1 datset',
    ]);
  });

  it('does not drown the reader in mistakes', () => {
    const content = Array.from({ length: 50 }, (_, index) => `unknown_${index}: 1\n`).join('');
    const lines = messageFor('c.yaml', content).split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('c.yaml: and 30 more like these.');
  });

  it('finds anchors, aliases and merged keys right', () => {
    const content =
      'model: &openai\n  name: openai\n  params: &params { temperature: 0 }\njudge_model:\n  <<: *openai\nreward_params: *params\n';
    expect(readConfigFile(folder.write('anchors.yaml', content))).toEqual({
      defaultModel: 'openai',
      modelParams: { temperature: 0 },
      judgeModel: 'openai',
      judgeParams: { temperature: 0 },
      rewardParams: { temperature: 0 },
    });
  });

  it('places a mistake that came through an anchor where the alias stands', () => {
    expect(messageFor('c.yaml', 'split: &x [a]\njudge_model: *x\n')).toBe(
      'c.yaml:1:11 split: expected a string, got ["a"] (a list).\n' +
        'c.yaml:2:14 judge_model: expected a string, got ["a"] (a list).',
    );
    expect(messageFor('c.yaml', 'model: &m { name: 3 }\njudge_model: { <<: *m }\n')).toBe(
      'c.yaml:1:19 model.name: expected a string, got 3 (a number).\n' +
        'c.yaml:2:14 judge_model.name: expected a string, got 3 (a number).',
    );
  });

  it('places a mistake inside an anchor where the anchor has it', () => {
    expect(messageFor('c.yaml', 'evaluation: &m { method: x }\njudge_model: *m\n')).toBe(
      'c.yaml:1:18 judge_model.method: unknown option. Known: name, params.',
    );
  });

  it('tells of a line that confuses the parser twice only once', () => {
    expect(messageFor('c.yaml', 'limit: 1\n seed: 2\n')).toBe(
      'c.yaml:1:8 there is a second ":" on this line. Put a text that contains ": " in quotes.',
    );
  });

  it('does not laugh a billion times', () => {
    const levels = 'bcdefghi'.split('').map((name, index) => {
      const alias = `*${'abcdefghi'[index]}`;
      return `  ${name}: &${name} [${Array(9).fill(alias).join(', ')}]\n`;
    });
    const content = `metadata:\n  a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n${levels.join('')}`;
    expect(messageFor('c.yaml', content)).toBe('c.yaml: the file repeats too much through aliases.');
  });

  it.each(['c.yaml', 'c.json'])('nested absurdly deep is refused before it can hurt: %s', (name) => {
    expect(messageFor(name, `${'['.repeat(200_000)}`)).toBe(`${name}: the file is nested too deeply.`);
  });

  it('larger than 1 MB is refused', () => {
    expect(messageFor('c.yaml', `# ${'x'.repeat(1024 * 1024)}\n`)).toBe(
      'c.yaml: a configuration file has at most 1 MB.',
    );
  });

  it('in another encoding is refused', () => {
    expect(messageFor('c.yaml', Uint8Array.of(0xbc, 0xb3, 0xc1, 0xa4))).toBe(
      'c.yaml: the file is not UTF-8 text. Save it in that encoding.',
    );
  });

  it('with a byte order mark or Windows line ends reads like any other', () => {
    expect(readConfigFile(folder.write('bom.yaml', '\ufefflimit: 3\r\nseed: 1\r\n'))).toEqual({ limit: 3, seed: 1 });
    expect(readConfigFile(folder.write('bom.json', '\ufeff{"limit": 3,\r\n"seed": 1}'))).toEqual({ limit: 3, seed: 1 });
  });

  it('of another kind is refused by its ending', () => {
    expect(messageFor('c.toml', 'limit = 3')).toBe('c.toml: a configuration file ends in .yaml, .yml or .json.');
  });

  it('that is not there is named with the nearest one that is', () => {
    folder.write('hret_config.yaml', 'limit: 1\n');
    const { code, message } = errorOf(join(folder.path, 'hret_confg.yaml'));
    expect(code).toBe('not_found');
    expect(message).toBe('hret_confg.yaml: there is no such file. Did you mean "hret_config.yaml"?');
    expect(errorOf(join(folder.path, 'nowhere', 'x.yaml')).message).toBe(
      `x.yaml: there is no such file, and no folder "${join(folder.path, 'nowhere')}".`,
    );
  });

  it('without a near name in its folder is named with what there is', () => {
    const own = new TestFolder();
    own.write('zebra.json', '{}');
    own.write('notes.txt', '');
    expect(errorOf(join(own.path, 'config.yaml')).message).toBe(
      'config.yaml: there is no such file. There is: zebra.json.',
    );
    own.remove();
  });

  it('that is a folder is refused', () => {
    const path = join(folder.path, 'folder.yaml');
    mkdirSync(path);
    expect(errorOf(path)).toEqual({ code: 'config', message: 'folder.yaml: this is a folder. Name a file in it.' });
  });

  it('leaves ${NAME} alone', () => {
    expect(readConfigFile(folder.write('env.yaml', 'run_name: ${HOME}\n'))).toEqual({ runName: '${HOME}' });
  });

  it('gives null where nothing stands behind a key, which means the default', () => {
    const values = readConfigFile(folder.write('null.yaml', 'limit:\nmodel: null\nfew_shot: ~\nreward_model: {}\n'));
    expect(values).toStrictEqual({ limit: undefined, defaultModel: undefined, numFewShot: undefined });
  });

  it('reads JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
        fc.constantFrom(undefined, 2),
        (metadata, indent) => {
          const path = folder.write('any.json', JSON.stringify({ metadata }, undefined, indent));
          expect(readConfigFile(path)).toEqual(JSON.parse(JSON.stringify({ metadata })));
        },
      ),
    );
  });
});
