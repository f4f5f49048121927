import { mkdir, open, readFile, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MetricPoint } from './batches.js';

/** Adds points to the files of their metrics, `<timestamp> <value> <step>` a line; points that are there already are not added again. */
export async function appendPoints(folder: string, points: readonly MetricPoint[]): Promise<void> {
  const linesByKey = new Map<string, string[]>();
  for (const { key, timestamp, value, step } of points) {
    const lines = linesByKey.get(key) ?? [];
    linesByKey.set(key, lines);
    lines.push(`${timestamp} ${value} ${step}`);
  }
  for (const [key, lines] of linesByKey) await appendNew(join(folder, key), lines);
}

async function appendNew(path: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const text = await readFile(path, 'utf8').catch(() => '');
  // What a crash cut short ends without a line break, and comes again whole.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  const known = new Set(whole.split('\n'));
  const added = lines.filter((line) => !known.has(line));
  if (added.length === 0) return;
  const file = await open(path, 'a');
  try {
    await file.appendFile(added.map((line) => `${line}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}
