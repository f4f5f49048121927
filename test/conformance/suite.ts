import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One vector: what it is, what it says and what we say. */
export interface Case {
  readonly name: string;
  readonly expected: number;
  readonly actual: number | undefined;
  /** Absolute. */
  readonly tolerance: number;
}

export interface Suite {
  readonly name: string;
  /** Absent: the vectors are not there. */
  readonly cases?: readonly Case[];
  /** Why this suite cannot be run. */
  readonly skipped?: string;
}

export const isMet = ({ expected, actual, tolerance }: Case) =>
  actual !== undefined && Math.abs(actual - expected) <= tolerance + 1e-12 * Math.min(1, Math.abs(expected));

/** A vector met when the error is at most this part of the expected number, or of 1e-300. */
export function relative(name: string, expected: number, actual: number | undefined, part = 1e-10): Case {
  return { name, expected, actual, tolerance: part * Math.max(1e-300, Math.abs(expected)) };
}

/** Both ends of an interval, measured against its larger end. */
export function ends(name: string, expected: readonly number[], actual: readonly number[] | undefined): Case[] {
  const tolerance = 1e-10 * Math.max(...expected.map(Math.abs), 1e-300);
  return expected.map((end, place) => ({
    name: `${name}, ${place === 0 ? 'low' : 'high'}`,
    expected: end,
    actual: actual?.[place],
    tolerance,
  }));
}

// biome-ignore lint/suspicious/noExplicitAny: vectors of several kinds, read as they are
export type Row = any;

/** What a script of ours had a library compute: `golden('scoring/bleu')`. */
export function golden(name: string): Row {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../goldens/${name}.json`, import.meta.url)), 'utf8'));
}

/** The folder of vectors from outside; `undefined` where it is missing. */
export function sharedVectors(): string | undefined {
  const folder = fileURLToPath(new URL('../../../shared/conformance/', import.meta.url));
  return existsSync(folder) ? folder : undefined;
}

export const readJson = (path: string): Row => JSON.parse(readFileSync(path, 'utf8'));
