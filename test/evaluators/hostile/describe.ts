import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluators } from '../../../src/evaluators/index.js';
import { nameOf } from './names.js';
import { around, subjects } from './subjects.js';

/** No text takes a tenth of it on a machine of its own; a text that takes longer than linear time takes minutes. */
const MOST_SECONDS = 20;
const MOST_MEGABYTES = 256;

interface Line {
  readonly place?: number;
  readonly name?: string;
  readonly text?: string;
  readonly problem?: string;
  readonly done?: readonly string[];
}

/** Hands the texts, most of them of so many characters, to everything that reads what models write. */
export function describeHostileTexts(size: number): void {
  const problems = new Map<string, string[]>();
  let done: readonly string[] | undefined;

  beforeAll(async () => {
    for (let next = 0; done === undefined; ) {
      const scored = await scoredFrom(next, size, ({ name = '', text }, problem) => {
        problems.set(name, [...(problems.get(name) ?? []), `${text}: ${problem}`]);
      });
      done = scored.done;
      next = scored.next;
    }
  }, 1_200_000);

  describe('hostile text', () => {
    it('is handed to every evaluator there is', () => {
      expect(Object.keys(subjects).sort()).toEqual(Object.keys(evaluators).sort());
    });

    const names = Object.entries(subjects).flatMap(([name, ways]) =>
      Object.keys(ways).map((what) => nameOf(name, what)),
    );
    it.each([...names, ...Object.keys(around)])(
      `is answered in ${MOST_SECONDS} s and ${MOST_MEGABYTES} MB, without a number that is none, by %s`,
      (name) => {
        expect(problems.get(name) ?? []).toEqual([]);
        expect(done).toContain(name);
      },
    );
  });
}

interface Scored {
  readonly done?: readonly string[];
  /** Where to go on when the process was stopped or broke. */
  readonly next: number;
}

/** Lets a process of its own score from this place on. */
async function scoredFrom(first: number, size: number, found: (line: Line, problem: string) => void): Promise<Scored> {
  const child = start(first, size);
  let done: readonly string[] | undefined;
  let last: Line = { place: first, name: 'the start' };
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    clearTimeout(timer);
    const line = JSON.parse(text) as Line;
    if (line.done !== undefined) done = line.done;
    else if (line.problem !== undefined) found(line, line.problem);
    else last = line;
    timer = setTimeout(() => {
      isStopped = true;
      child.kill('SIGKILL');
    }, MOST_SECONDS * 1000);
  }
  clearTimeout(timer);
  if (done === undefined)
    found(last, isStopped ? `more than ${MOST_SECONDS} s` : `more than ${MOST_MEGABYTES} MB, or a crash`);
  return { next: (last.place ?? first) + 1, ...(done !== undefined && { done }) };
}

function start(first: number, size: number): ChildProcessByStdio<null, Readable, null> {
  const script = fileURLToPath(new URL('score-all.ts', import.meta.url));
  const flags = [`--max-old-space-size=${MOST_MEGABYTES}`, '--import', 'tsx'];
  return spawn(process.execPath, [...flags, script, String(first), String(size)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
