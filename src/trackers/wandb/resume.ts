import { z } from 'zod';
import type { Json, JsonObject } from '../../core/json.js';
import { HretError } from '../../errors.js';
import type { RunPlace, WandbClient } from './client.js';
import { resumeStatus } from './graphql.js';
import type { StartParcel } from './parcels.js';

/** Where in a run that is there already ours begins: how many lines of the history are not ours, and which step is our step 0. */
export const resumedAt = z.object({ line: z.int(), step: z.int() });
export type ResumedAt = z.output<typeof resumedAt>;

/** That, and what is kept of the run. */
export interface Resumed {
  readonly at: ResumedAt;
  readonly config: JsonObject;
  readonly summary: JsonObject;
  readonly tags: readonly string[];
}

const object = z.record(z.string(), z.json());
const ours = z.object({
  hret: z.object({
    value: z.object({ run_id: z.string(), resumed_at: resumedAt.optional() }),
  }),
});
const step = z.object({ _step: z.int() });

/** Asks what W&B has under the id the user chose. `undefined`: the run begins with us. */
export async function findResumed(
  client: WandbClient,
  { entity, project, run }: RunPlace,
  { resume, config }: StartParcel,
): Promise<Resumed | undefined> {
  const { model } = await client.ask(resumeStatus, { entity, project, name: run });
  const bucket = model?.bucket ?? undefined;
  if (bucket === undefined) {
    if (resume === 'must')
      throw new HretError('not_found', `There is no W&B run "${run}" in ${entity}/${project} to resume.`);
    return undefined;
  }
  const stored = objectIn(bucket.config);
  const begun = ours.safeParse(stored);
  // Ours already: told once, but the answer was lost. What was there before stays as it was counted then.
  const isOurs = begun.success && begun.data.hret.value.run_id === ourRunId(config);
  if (isOurs && begun.data.hret.value.resumed_at === undefined) return undefined;
  if (!isOurs && resume === 'never')
    throw new HretError(
      'usage',
      `There is already a W&B run "${run}" in ${entity}/${project}; choose another id, or resume "allow".`,
    );
  const known = isOurs ? begun.data.hret.value.resumed_at : undefined;
  const at = known ?? { line: bucket.historyLineCount ?? 0, step: nextStep(bucket.historyTail) };
  const { _wandb: _, ...kept } = stored;
  return {
    at,
    config: Object.fromEntries(Object.entries(kept).map(([key, entry]) => [key, valueIn(entry)])),
    summary: objectIn(bucket.summaryMetrics),
    tags: bucket.tags ?? [],
  };
}

/** Says in the config where our part begins, so that a repeat finds it. */
export function configResumedAt(config: JsonObject, at: ResumedAt | undefined): JsonObject {
  if (at === undefined) return config;
  return { ...config, hret: { ...object.safeParse(config.hret).data, resumed_at: { ...at } } };
}

function ourRunId(config: JsonObject): string | undefined {
  return z.object({ hret: z.object({ run_id: z.string() }) }).safeParse(config).data?.hret.run_id;
}

function nextStep(tail: string | null | undefined): number {
  const lines = z.array(z.string()).safeParse(parsed(tail)).data ?? [];
  const steps = lines.map((line) => step.safeParse(parsed(line)).data?._step ?? -1);
  return Math.max(-1, ...steps) + 1;
}

function objectIn(text: string | null | undefined): JsonObject {
  return object.safeParse(parsed(text)).data ?? {};
}

function valueIn(entry: Json): Json {
  const held = z.object({ value: z.json() }).safeParse(entry);
  return held.success ? held.data.value : entry;
}

/** History may hold bare `NaN`, which is no JSON; whoever looks for a step does not miss it. */
function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse((text ?? '').replace(/:\s*-?(?:NaN|Infinity)\b/g, ':null'));
  } catch {
    return undefined;
  }
}
