import type { JournalHead, JournalRow } from '../core/run-store.js';
import type { SampleResult, SampleStatus } from '../core/sample-result.js';
import { HretError } from '../errors.js';
import type { Json } from '../util/json.js';
import { mapStrings } from '../util/redact.js';
import { decodeUtf8 } from '../util/utf8.js';
import { HeadParser } from './head-parser.js';

/**
 * One line of the journal. The head comes first, so that a reader gets it without parsing the texts behind it.
 * JSON keeps everything a text can hold: lone surrogates and NUL come out as escapes.
 */
export function encodeRow(row: JournalRow, redact: (text: string) => string): string {
  requireFiniteNumbers(row);
  const line = JSON.stringify(inOrder(row));
  return redact(line) === line ? line : redactedLine(line, redact);
}

/** A secret may look like a part of the line's own syntax, so it is taken out of the texts and not out of the line. */
function redactedLine(line: string, redact: (text: string) => string): string {
  const { status, stage, ...texts } = JSON.parse(line) as { [name: string]: Json } & Pick<
    JournalRow,
    'status' | 'stage'
  >;
  const redacted = Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, mapStrings(value, redact)]));
  return JSON.stringify(
    inOrder({ ...(redacted as unknown as JournalRow), status, ...(stage !== undefined && { stage }) }),
  );
}

/** The first keys are the head; `id` ends it. A field missing here does not compile. */
function inOrder(row: JournalRow) {
  return {
    key: row.key,
    index: row.index,
    trial: row.trial,
    status: row.status,
    stage: row.stage,
    scores: row.scores,
    group: row.group,
    cluster: row.cluster,
    latencyMs: row.latencyMs,
    attempts: row.attempts,
    usage: row.usage,
    costUsd: row.costUsd,
    id: row.id,
    input: row.input,
    reference: row.reference,
    options: row.options,
    prediction: row.prediction,
    finish: row.finish,
    evaluation: row.evaluation,
    reason: row.reason,
    error: row.error,
    candidates: row.candidates,
    warnings: row.warnings,
    metadata: row.metadata,
  } satisfies Record<keyof JournalRow, unknown>;
}

// Cannot occur earlier in the line: inside a JSON string its quotes would be escaped, and nothing else in the head has
// a text under a key `id` (a metric of that name has a number).
const HEAD_END = Buffer.from(',"id":"');
const KEY_START = Buffer.from('{"key":"');
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSING_BRACE = 0x7d;
const heads = new HeadParser();

/** The head of the line between `start` and `end`, or `undefined` when it is not a row. */
export function decodeHead(bytes: Buffer, start: number, end: number): JournalHead | undefined {
  if (bytes[end - 1] !== CLOSING_BRACE) return undefined;
  const quick = heads.parse(bytes, start);
  if (quick !== undefined) return quick;
  const headEnd = bytes.indexOf(HEAD_END, start);
  if (headEnd === -1 || headEnd >= end) return undefined;
  const head = parse(`${bytes.toString('utf8', start, headEnd)}}`);
  return isHead(head) ? head : undefined;
}

/** The whole row of the line between `start` and `end`, or `undefined` when it is not one. */
export function decodeRow(bytes: Buffer, start: number, end: number): JournalRow | undefined {
  const text = decodeUtf8(bytes.subarray(start, end));
  const row = text === undefined ? undefined : parse(text);
  return isRow(row) ? row : undefined;
}

/** The same without the key, which is cut off the text: taking it out of the object would copy all the rest. */
export function decodeResult(bytes: Buffer, start: number, end: number): SampleResult | undefined {
  const rest = restAfterKey(bytes, start);
  if (rest === undefined) return withoutKey(decodeRow(bytes, start, end));
  const text = decodeUtf8(bytes.subarray(rest, end));
  const result = text === undefined ? undefined : parse(`{${text}`);
  return isResult(result) ? result : undefined;
}

/** Where the field after the key begins; `undefined` when the key does not come first or has something escaped at its first quote. */
function restAfterKey(bytes: Buffer, start: number): number | undefined {
  const keyStart = start + KEY_START.length;
  if (KEY_START.compare(bytes, start, keyStart) !== 0) return undefined;
  const keyEnd = bytes.indexOf(QUOTE, keyStart);
  return bytes[keyEnd - 1] === BACKSLASH || bytes[keyEnd + 1] !== COMMA ? undefined : keyEnd + 2;
}

function withoutKey(row: JournalRow | undefined): SampleResult | undefined {
  if (row === undefined) return undefined;
  const { key: _, ...result } = row;
  return result;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const statuses: ReadonlySet<unknown> = new Set<SampleStatus>(['scored', 'unscored', 'failed', 'truncated']);

// By hand, where other files have a zod schema: these run half a million times a second.
function isHead(value: unknown): value is JournalHead {
  return hasHeadFields(value) && hasKey(value);
}

function isRow(value: unknown): value is JournalRow {
  return isResult(value) && hasKey(value);
}

function isResult(value: unknown): value is SampleResult {
  if (!hasHeadFields(value)) return false;
  const { id, input, reference, evaluation, metadata }: Partial<SampleResult> = value;
  const hasTexts = typeof id === 'string' && typeof input === 'string' && typeof reference === 'string';
  return hasTexts && isObject(evaluation) && isObject(metadata);
}

function hasKey(value: object): boolean {
  return 'key' in value && typeof value.key === 'string';
}

function hasHeadFields(value: unknown): value is Omit<JournalHead, 'key'> {
  if (!isObject(value)) return false;
  const { index, trial, status, scores, latencyMs } = value;
  return (
    isPlace(index) &&
    (trial === undefined || isPlace(trial)) &&
    statuses.has(status) &&
    isObject(scores) &&
    typeof latencyMs === 'number'
  );
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlace(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function requireFiniteNumbers(row: JournalRow): void {
  for (const metric in row.scores) requireFinite(row, `scores.${metric}`, row.scores[metric]);
  for (const kind in row.usage) requireFinite(row, `usage.${kind}`, row.usage[kind as keyof typeof row.usage]);
  requireFinite(row, 'latencyMs', row.latencyMs);
  requireFinite(row, 'attempts', row.attempts);
  requireFinite(row, 'costUsd', row.costUsd);
}

function requireFinite(row: JournalRow, where: string, value: number | undefined): void {
  if (value === undefined || Number.isFinite(value)) return;
  throw new HretError(
    'store',
    `Sample ${row.id}: ${where} is ${String(value)}, which a journal cannot hold. Give a finite number, or leave the value out.`,
  );
}
