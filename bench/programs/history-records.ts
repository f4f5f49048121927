// Records of finished runs as they are on the disk: a real one, under other names, at other times, with other numbers.
import type { RunRecord } from 'hret';

const NAMES = 40;
const CONTEXTS = 3;
/** Runs that belong to a context. */
const CHILDREN = 90;
const FIRST_START = Date.parse('2026-01-01T00:00:00Z');
const APART_MS = 600_000;
const TOOK_MS = 90_000;

/** `count` finished evaluations, oldest first, and before them the contexts some of them are in. */
export function* recordsLike(real: RunRecord, count: number): Generator<RunRecord> {
  for (let context = 0; context < CONTEXTS; context++) {
    const { spec: _, specHash: __, counts: ___, ...rest } = real;
    const numbers = { metrics: { best_accuracy: spread(context) }, stats: {}, groups: {} };
    yield {
      ...rest,
      ...timesOf(context),
      ...numbers,
      kind: 'context',
      runId: contextId(context),
      name: contextId(context),
    };
  }
  for (let place = 0; place < count; place++) yield recordLike(real, place);
}

/** The finished evaluation at this place. */
export function recordLike(real: RunRecord, place: number): RunRecord {
  const accuracy = spread(place);
  const metrics = {
    ...real.metrics,
    accuracy,
    accuracy_strict: accuracy * spread(place + 1),
    brier: spread(place + 2),
  };
  const name = `모델 ${place % NAMES}`;
  return {
    ...real,
    ...timesOf(place),
    runId: `eval-${String(place).padStart(6, '0')}`,
    name,
    ...(place < CHILDREN && { parentId: contextId(place % CONTEXTS) }),
    metrics,
    metadata: { learningRate: 3e-5, checkpoint: place * 100 },
  };
}

function contextId(context: number): string {
  return `sweep-${context}`;
}

function timesOf(place: number): Pick<RunRecord, 'startedAt' | 'finishedAt' | 'elapsedMs'> {
  const start = FIRST_START + place * APART_MS;
  return {
    startedAt: new Date(start).toISOString(),
    finishedAt: new Date(start + TOOK_MS).toISOString(),
    elapsedMs: TOOK_MS,
  };
}

/** Numbers with all their digits, from 0 to 1. */
function spread(place: number): number {
  return (place * 0.6180339887498949) % 1;
}
