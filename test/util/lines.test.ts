import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flatten } from '../../src/util/flatten.js';
import { lineBatches, readChunks } from '../../src/util/lines.js';
import { collect, tempFolder, untilError } from '../sources/temp-folder.js';

const folder = await tempFolder();

const linesIn = (path: string, signal?: AbortSignal, chunkBytes?: number) =>
  flatten(lineBatches(readChunks(path, signal, chunkBytes), path));

/** The plain way to the same lines. */
function expectedLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
}

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

const piece = fc.oneof(
  fc.constantFrom('\n', '\r\n', '\r', '\uFEFF', '', ' '),
  fc.constantFrom('가', '한국어 문장', '😀', 'plain', '\u2028', 'e\u0301'),
  fc.string({ unit: 'grapheme' }),
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

test('the lines are those of a plain split, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (content, sizes) => {
      const lines = (await collect(lineBatches(cut(Buffer.from(content), sizes), 'text'))).flat();
      expect(lines.map((line) => line.text)).toEqual(expectedLines(content));
      expect(lines.map((line) => line.number)).toEqual(lines.map((_, index) => index + 1));
    }),
    { numRuns: 500 },
  );
});

test('a file is read the same in chunks of any size', async () => {
  const content = `\uFEFF첫째 줄\r\n\n셋째 😀 줄\n${'긴 줄 '.repeat(40)}\r\n끝`;
  await folder.write('mixed.txt', content);
  for (const chunkBytes of [1, 2, 3, 7, 64, 1 << 16]) {
    const lines = await collect(linesIn(join(folder.path, 'mixed.txt'), undefined, chunkBytes));
    expect(lines.map((line) => line.text)).toEqual(expectedLines(content));
  }
});

test.each([
  ['', []],
  ['\uFEFF', []],
  ['\n', ['']],
  ['가', ['가']],
  ['가\n', ['가']],
  ['가\r\n\r\n', ['가', '']],
  ['\uFEFF가\n\uFEFF나', ['가', '\uFEFF나']],
])('%j has the lines %j', async (content, expected) => {
  await folder.write('small.txt', content);
  const lines = await collect(linesIn(join(folder.path, 'small.txt')));
  expect(lines.map((line) => line.text)).toEqual(expected);
});

test('bytes that are not UTF-8 are an error that names the line, after the lines before it', async () => {
  const cp949 = Buffer.concat([Buffer.from('첫째\n둘째\n'), Buffer.from([0xb0, 0xa1, 0x0a]), Buffer.from('넷째\n')]);
  const { items, message } = await untilError(lineBatches(cut(cp949, [1000]), 'old.csv'));
  expect(items.flat().map((line) => line.text)).toEqual(['첫째', '둘째']);
  expect(message).toMatch(/^old\.csv:3: not valid UTF-8\. .*iconv -f cp949/);
});

test('a character cut off at the end of the file is not valid UTF-8', async () => {
  const { message } = await untilError(lineBatches(cut(Buffer.from('a\n한').subarray(0, 4), [2]), 'cut.txt'));
  expect(message).toContain('cut.txt:2: not valid UTF-8');
});

test('a line may be as long as the limit, in one chunk or in many', async () => {
  for (const size of [3, 100]) {
    const lines = await collect(lineBatches(cut(Buffer.from('1234567890\n123\n1234567890'), [size]), 'text', 10));
    expect(lines.flat()).toHaveLength(3);
  }
});

test('a longer line is an error that names it, after the lines before it', async () => {
  for (const size of [3, 100]) {
    const chunks = cut(Buffer.from('12\n12345678901\n12\n'), [size]);
    const { items, message } = await untilError(lineBatches(chunks, 'long.jsonl', 10));
    expect(items.flat().map((line) => line.text)).toEqual(['12']);
    expect(message).toContain('long.jsonl:2: the line is longer than 10 bytes');
  }
});

test('a line without end is given up at the limit, not read to its end', async () => {
  let chunksRead = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) {
      chunksRead++;
      yield Buffer.alloc(1000, 'x');
    }
  }
  await untilError(lineBatches(endless(), 'endless', 10_000));
  expect(chunksRead).toBe(11);
});

test('an aborted signal stops the reading with its reason', async () => {
  await folder.write('many.txt', 'line\n'.repeat(1000));
  const stop = new AbortController();
  const lines = linesIn(join(folder.path, 'many.txt'), stop.signal, 10);
  await lines.next();
  stop.abort(new Error('stopped by the user'));
  expect((await untilError(lines)).message).toBe('stopped by the user');
});
