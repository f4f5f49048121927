import type { FakeWandb, StoredArtifact } from './fake-wandb.js';

/** What differs between two tellings of the same run: when it was told. */
const TIMES = new Set(['_timestamp', '_runtime', '_wandb']);

export interface StoredState {
  readonly runs: readonly Record<string, unknown>[];
  readonly artifacts: readonly Record<string, unknown>[];
}

/** Everything a server holds, without the times. `newestOnly`: without the tables and versions of artifacts that newer ones have replaced. */
export function stateOf(server: FakeWandb, { newestOnly = false } = {}): StoredState {
  const newest = new Map(server.artifacts.map((artifact) => [artifact.collection, artifact]));
  const state: StoredState = {
    runs: [...server.runs.values()].map(({ name, said, history, summary, files, uploaded, exitCode }) => ({
      ...{ name, exitCode, history: history.map((line) => withoutTimes(parsed(line))) },
      said: { ...said, config: JSON.parse(String(said.config)) },
      summary: withoutTimes(parsed(summary)),
      uploaded: [...new Set(uploaded)].filter((file) => !newestOnly || isCurrent(file, summary)).sort(),
      files: Object.fromEntries(
        [...files]
          .filter(([file]) => !newestOnly || isCurrent(file, summary))
          .sort()
          .map(([file, content]) => [file, fileText(file, String(content))]),
      ),
    })),
    artifacts: (newestOnly ? [...newest.values()] : server.artifacts).map(artifactState).sort(byCollection),
  };
  return JSON.parse(named(JSON.stringify(state), server.artifacts));
}

function isCurrent(file: string, summary: string): boolean {
  return !file.startsWith('media/') || summary.includes(file);
}

/** A client chooses the ids of artifacts itself; what counts is what they name. */
function named(text: string, artifacts: readonly StoredArtifact[]): string {
  return artifacts.reduce(
    (all, { clientId, sequenceClientId, collection, digest }) =>
      all.replaceAll(clientId, `${collection}@${digest}`).replaceAll(sequenceClientId, collection),
    text,
  );
}

function artifactState({ type, collection, run, digest, aliases, metadata, state, files, clientId }: StoredArtifact) {
  const contents = Object.fromEntries([...files].map(([path, content]) => [path, String(content)]));
  return { type, collection, run, digest, aliases, metadata, state, contents, clientId };
}

/** Clients upload several artifacts at once: what counts is the order of the versions of each. */
function byCollection(one: { collection: string }, other: { collection: string }) {
  return Number(one.collection > other.collection) - Number(one.collection < other.collection);
}

/** W&B writes numbers that JSON does not have. */
export function parsed(line: string): Record<string, unknown> {
  return JSON.parse(line.replace(/:\s*(NaN|-?Infinity)/g, ':"$1"'));
}

export function withoutTimes(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !TIMES.has(key)));
}

function fileText(name: string, text: string): unknown {
  return name === 'wandb-summary.json' ? withoutTimes(parsed(text)) : text;
}
