import { randomInt } from 'node:crypto';

const LONGEST_SLUG_BYTES = 60;
const SUFFIXES = 0x1000000;
let nextSuffix: number | undefined;

/**
 * A name for a run's folder: the run's name as far as file systems take it, the UTC time, and six hex digits, for example
 * `eval_answer-20261121T034455Z-1a2b3c`. The digits start anywhere and count up, so that a process never gives the same
 * id twice; that another process does is caught when the folder is made.
 */
export function newRunId(name: string, now: number): string {
  nextSuffix = ((nextSuffix ?? randomInt(SUFFIXES)) + 1) % SUFFIXES;
  return `${slugOf(name)}-${timestamp(now)}-${nextSuffix.toString(16).padStart(6, '0')}`;
}

/** Whether a text can be the name of a folder directly under `runs`. */
export function isRunId(text: string): boolean {
  return text !== '' && !/^\.|[/\\:*?"<>|\p{Cc}]/u.test(text) && Buffer.byteLength(text) <= 255;
}

function slugOf(name: string): string {
  const readable = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}._-]+/gu, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^[._-]+/, '');
  return cutTo(LONGEST_SLUG_BYTES, readable).replace(/[._-]+$/, '') || 'run';
}

function cutTo(bytes: number, text: string): string {
  let cut = '';
  let length = 0;
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    cut += character;
  }
  return cut;
}

/** ISO 8601 in its basic format, to the second. */
function timestamp(now: number): string {
  return new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
}
