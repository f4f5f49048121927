import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NOTES = join('examples', 'data', 'notes.ko.txt');
let sentences: readonly string[] | undefined;

/** The sentences of the notebook, read on first use. */
export function notebook(): readonly string[] {
  sentences ??= splitSentences(readFileSync(notesPath(), 'utf8'));
  return sentences;
}

/** Splits prose into sentences; headings, which end without a full stop, are dropped. */
function splitSentences(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.endsWith('.'));
}

/** Walks up from this file, because the compiled copy lies in another folder than the source. */
function notesPath(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, NOTES))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No folder above ${import.meta.url} contains ${NOTES}.`);
    folder = parent;
  }
  return join(folder, NOTES);
}
