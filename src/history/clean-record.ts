import type { RunRecord } from '../core/run-record.js';
import { HretError } from '../errors.js';
import type { Json, JsonObject } from '../util/json.js';
import { mapStrings, redactKeys } from '../util/redact.js';

/** What tells runs apart; redacting it would tear a run from its folder and its parent. */
const IDENTITY = new Set(['runId', 'kind', 'parentId', 'children', 'status', 'specHash', 'startedAt', 'finishedAt']);
/** Where users write names and values of their own, keys to services among them perhaps. */
const SETTINGS = new Set(['spec', 'metadata', 'info']);

/** The record as it may be written down: registered secrets and values under secret names are taken out. Refuses numbers that JSON does not have. */
export function cleanRecord(record: RunRecord, redact: (text: string) => string): RunRecord {
  const plain = JSON.parse(JSON.stringify(record, refuseNotFinite)) as JsonObject;
  const clean = Object.entries(plain).map(([field, value]) => [field, cleanField(field, value, redact)]);
  return Object.fromEntries(clean) as RunRecord;

  function refuseNotFinite(key: string, value: unknown): unknown {
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    throw new HretError(
      'store',
      `The record of run "${record.runId}" has ${value} under "${key}", which cannot be stored. Leave out what could not be computed.`,
      { runId: record.runId },
    );
  }
}

function cleanField(field: string, value: Json, redact: (text: string) => string): Json {
  if (IDENTITY.has(field)) return value;
  return mapStrings(SETTINGS.has(field) ? redactKeys(value) : value, redact);
}
