import type { FakeMlflow } from './fake-mlflow.js';
import type { StoredRun } from './fake-mlflow-runs.js';

/** Everything a server holds, without the times at which it was told, and with our ids in place of those it made up. */
export function stateOf(server: FakeMlflow) {
  const { runs, artifacts, traces } = server;
  const state = {
    experiments: Object.fromEntries(runs.experiments),
    runs: [...runs.all.values()].map(runState),
    artifacts: Object.fromEntries([...artifacts].map(([place, bytes]) => [place, String(bytes)])),
    traces: Object.fromEntries(
      [...traces.all].map(([id, { info, assessments, spans, runIds }]) => [
        id,
        { info, assessments: [...assessments.values()], spans: [...spans.values()], runIds: [...runIds] },
      ]),
    ),
  };
  const text = [...runs.all.values()].reduce(
    (all, { runId, tags }) => all.replaceAll(runId, tags.get('hret.run_id') ?? runId),
    JSON.stringify(state),
  );
  const named: typeof state = JSON.parse(text);
  return { ...named, runs: named.runs.toSorted((a, b) => a.runId.localeCompare(b.runId)) };
}

export function runState({ endTime, isDeleted, tags, params, metrics, ...run }: StoredRun) {
  return {
    ...run,
    isDeleted,
    hasEnded: endTime !== undefined,
    tags: Object.fromEntries([...tags].sort()),
    params: Object.fromEntries([...params].sort()),
    metrics: metrics.map(({ key, value, step }) => `${key} ${step} ${value}`).sort(),
  };
}
