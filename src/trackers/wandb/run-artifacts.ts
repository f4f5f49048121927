import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFolder } from '../../core/tracker.js';
import { type Artifact, type ArtifactIds, type ArtifactScope, artifactIds, artifactName } from './artifact.js';
import type { ResultsParcel } from './parcels.js';
import { type StagedTable, stageSampleTable, TABLE_KEY } from './sample-table.js';
import { type StagedFile, stage } from './staged-file.js';

export interface StagedArtifact {
  readonly artifact: Artifact;
  readonly ids: ArtifactIds;
}

/** The table of samples, and the artifact that holds it whole. `undefined` when the run has no samples. */
export async function stageTableArtifact(
  folder: RunFolder,
  into: string,
  scope: ArtifactScope,
): Promise<(StagedArtifact & { readonly table: StagedTable }) | undefined> {
  const table = await stageSampleTable(folder, into);
  if (table === undefined) return undefined;
  const files = { [`${TABLE_KEY}.table.json`]: table.whole };
  return { table, ...named(scope, { name: `run-${scope.run}-${TABLE_KEY}`, type: 'run_table', files }) };
}

/** `run.json` and the samples as the run's folder has them, the last result of each sample, in dataset order. */
export async function stageResults(
  folder: RunFolder,
  into: string,
  { name }: ResultsParcel,
  scope: ArtifactScope,
): Promise<StagedArtifact> {
  const record = await stage(join(into, 'run.json'), [await readFile(join(folder.path, 'run.json'), 'utf8')]);
  const samples = await stage(join(into, 'samples.jsonl'), lines(folder));
  const files: Record<string, StagedFile> = { 'run.json': record };
  if (samples.size > 0) files['samples.jsonl'] = samples;
  return named(scope, { name, type: 'evaluation', files });
}

function named(scope: ArtifactScope, { name, type, files }: Pick<Artifact, 'name' | 'type' | 'files'>): StagedArtifact {
  const artifact: Artifact = { name: artifactName(name), type, aliases: ['latest'], files };
  return { artifact, ids: artifactIds(scope, artifact) };
}

async function* lines(folder: RunFolder): AsyncGenerator<string, void, undefined> {
  for await (const result of folder.results()) yield `${JSON.stringify(result)}\n`;
}
