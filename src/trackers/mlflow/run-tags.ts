import { relative } from 'node:path';
import type { RunRecord } from '../../core/run-record.js';
import type { World } from '../../core/world.js';
import { VERSION } from '../../version.js';
import type { GitState } from '../delivery/git.js';
import { resultText } from '../delivery/result-text.js';

/** By this tag a run is found again that was made without anybody hearing of it. */
export const RUN_ID_TAG = 'hret.run_id';

/** MLflow lists runs with it among the evaluations. */
export const EVALUATION_TAG = { key: 'mlflow.runType', value: 'genai_evaluate' } as const;

/** What is known of a run when it begins. */
export function tagsAtStart(
  record: RunRecord,
  git: GitState | undefined,
  user: string,
  { cwd }: Pick<World, 'cwd'>,
): Record<string, string> {
  const program = process.argv[1];
  return {
    [RUN_ID_TAG]: record.runId,
    'hret.kind': record.kind,
    'hret.version': VERSION,
    ...(record.specHash !== undefined && { 'hret.spec_hash': record.specHash }),
    'mlflow.user': user,
    'mlflow.source.type': 'LOCAL',
    ...(program !== undefined && { 'mlflow.source.name': shortPath(program, cwd) }),
    ...(git !== undefined && gitTags(git)),
  };
}

/** What is known of it at its end. `mlflow.note.content` is what the run's page shows as its description, in Markdown. */
export function tagsAtEnd(record: RunRecord): Record<string, string> {
  const { status, error, errorCode } = record;
  return {
    'mlflow.note.content': resultText(record),
    'hret.status': status,
    ...(error !== undefined && { 'hret.error': error }),
    ...(errorCode !== undefined && { 'hret.error_code': errorCode }),
  };
}

function gitTags({ commit, branch, isDirty, remote }: GitState): Record<string, string> {
  return {
    'mlflow.source.git.commit': commit,
    'mlflow.source.git.dirty': String(isDirty),
    ...(branch !== undefined && { 'mlflow.source.git.branch': branch }),
    ...(remote !== undefined && { 'mlflow.source.git.repoURL': remote }),
  };
}

function shortPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  return inside === '' || inside.startsWith('..') ? path : inside;
}
