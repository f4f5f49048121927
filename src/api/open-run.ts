import type { JsonObject } from '../core/json.js';
import type { EvaluateOptions } from '../core/options.js';
import type { RunRecord } from '../core/run-record.js';
import type { RunLog } from '../core/run-store.js';
import { newRunId } from '../history/run-id.js';
import { cleanRecord } from '../history/run-record-text.js';
import { redactKeys } from '../util/redact.js';
import { toJson } from '../util/to-json.js';
import { VERSIONS } from '../version.js';
import type { Execution } from './execute.js';
import type { Resolved } from './resolve.js';
import { isTracker } from './resolve-trackers.js';
import { runToResume } from './resume.js';
import type { Sitting } from './sitting.js';

/** The log of a run and its record as it begins: of a new one, or of one that goes on. */
export async function openRun(
  execution: Execution,
  resolved: Resolved,
  sitting: Sitting,
): Promise<{ log: RunLog; record: RunRecord }> {
  const earlier = await runToResume(execution, resolved, sitting);
  if (earlier === undefined) {
    const record = newRecord(execution, resolved, sitting);
    return { log: await sitting.store.create(record), record };
  }
  const { finishedAt: _f, error: _e, errorCode: _c, firstErrors: _o, ...kept } = earlier;
  const record: RunRecord = { ...kept, status: 'running', versions: VERSIONS };
  return { log: await sitting.store.reopen(earlier.runId), record };
}

function newRecord(
  { name, options, parentId }: Execution,
  resolved: Resolved,
  { world, warnings, secrets }: Sitting,
): RunRecord {
  const record: RunRecord = {
    runId: newRunId(name, world.now()),
    name,
    kind: 'evaluation',
    ...(parentId !== undefined && { parentId }),
    status: 'running',
    spec: resolved.spec,
    specHash: resolved.specHash,
    startedAt: new Date(world.now()).toISOString(),
    metrics: {},
    stats: {},
    groups: {},
    warnings: warnings(),
    metadata: toJson(options.metadata ?? {}) as JsonObject,
    info: { ...resolved.info, options: writtenOptions(options) },
    versions: VERSIONS,
  };
  return cleanRecord(record, (text) => secrets.redact(text));
}

/** The options as they can be written down: what `hret resume` starts from. Functions, tracker objects and secrets are not in it. */
function writtenOptions(options: EvaluateOptions): JsonObject {
  const { signal: _s, onProgress: _p, trackers = [], metadata: _m, resume: _r, ...rest } = options;
  const named = trackers.filter((choice) => !isTracker(choice));
  return redactKeys(toJson({ ...rest, ...(named.length > 0 && { trackers: named }) })) as JsonObject;
}
