import { open } from 'node:fs/promises';
import type { JournalHead, JournalRow } from '../core/run-store.js';
import { flatten } from '../util/flatten.js';
import { type Line, lineBatches } from './journal-lines.js';
import { decodeHead, decodeRow } from './journal-row.js';

/** A journal file as far as it is to be read. */
export interface JournalPart {
  readonly path: string;
  /** Bytes from the front. */
  readonly size: number;
  readonly warn: (message: string) => void;
}

/** The heads of a journal in the order written. A line that is not a row is told by number and passed over. */
export function readHeads(part: JournalPart): AsyncIterable<JournalHead> {
  return flatten(batches(part, (line) => headOf(line, part)));
}

/** The whole rows whose heads pass the filter. */
export function readRows(part: JournalPart, filter: (head: JournalHead) => boolean): AsyncIterable<JournalRow> {
  return flatten(
    batches(part, (line) => {
      const head = headOf(line, part);
      return head !== undefined && filter(head) ? rowOf(line, part) : undefined;
    }),
  );
}

/** What `pick` makes of the lines, a chunk of the file at a time. */
async function* batches<Item>(
  part: JournalPart,
  pick: (line: Line) => Item | undefined,
): AsyncGenerator<Item[], void, undefined> {
  const handle = await open(part.path, 'r');
  try {
    for await (const lines of lineBatches(handle, part.size)) {
      const items: Item[] = [];
      for (const line of lines) {
        const item = pick(line);
        if (item !== undefined) items.push(item);
      }
      yield items;
    }
  } finally {
    await handle.close();
  }
}

/** The head of a line, or `undefined`, told through `warn`. */
export function headOf(line: Line, part: JournalPart): JournalHead | undefined {
  return decodeHead(line.bytes, line.start, line.end) ?? tellDamage(line, part);
}

function rowOf(line: Line, part: JournalPart): JournalRow | undefined {
  return decodeRow(line.bytes, line.start, line.end) ?? tellDamage(line, part);
}

function tellDamage({ start, end, number }: Line, { path, warn }: JournalPart): undefined {
  // An empty line, left by an editor perhaps, has lost nothing.
  if (start === end) return;
  warn(
    `${path}:${number} is not a row of a journal and is passed over; its sample counts as not done. Resume the run to ask it again.`,
  );
}
