import { hostname, release, type as systemName } from 'node:os';
import { relative } from 'node:path';
import type { RunRecord } from '../../core/run-record.js';
import type { RunEvent } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { finalMetrics } from '../delivery/final-metrics.js';
import type { GitState } from '../delivery/git.js';
import type { ParcelDraft, Told } from '../delivery/mirror.js';
import { configOf } from './config.js';
import {
  exitCodeOf,
  type FinishParcel,
  type HistoryParcel,
  type ResultsParcel,
  type StartParcel,
  type TableParcel,
  wordsOf,
} from './parcels.js';
import { wandbRunId } from './run-id.js';
import type { WandbSettings } from './settings.js';

/** Turns the events of one run into what W&B is told of it. */
export class EventParcels {
  readonly #settings: WandbSettings;
  readonly #world: Pick<World, 'now' | 'cwd'>;
  readonly #git: GitState | undefined;

  constructor(settings: WandbSettings, world: Pick<World, 'now' | 'cwd'>, git: GitState | undefined) {
    this.#settings = settings;
    this.#world = world;
    this.#git = git;
  }

  *of(event: RunEvent, told: Told): Generator<ParcelDraft, void, undefined> {
    switch (event.type) {
      case 'run-start':
        yield { kind: 'start', body: this.#start(event.record) };
        break;
      case 'sample-end':
        if (told.snapshot === undefined) break;
        yield { kind: 'history', body: this.#history(told.record, told.snapshot.step, told.snapshot.metrics) };
        break;
      case 'run-end':
        yield* this.#end(event.record, told.step);
        break;
      default:
        break;
    }
  }

  /** What an interrupted run found so far is no result: it stays open at its last row and can be gone on with. */
  *#end(record: RunRecord, step: number): Generator<ParcelDraft, void, undefined> {
    if (record.status !== 'interrupted') {
      const hasSamples = record.kind === 'evaluation' && step > 0;
      const hasTable = hasSamples && this.#settings.logSamples;
      if (hasTable || Object.keys(record.metrics).length > 0)
        yield {
          kind: 'table',
          body: { ...this.#history(record, step, record.metrics), hasTable } satisfies TableParcel,
        };
      if (hasSamples && this.#settings.logResults)
        yield { kind: 'results', body: { name: `${this.#idOf(record)}-results` } satisfies ResultsParcel };
    }
    yield {
      kind: 'finish',
      body: {
        ...this.#moment(record),
        exitCode: exitCodeOf(record),
        summary: { ...finalMetrics(record), ...wordsOf(record) },
        config: configOf(record),
      } satisfies FinishParcel,
    };
  }

  #start(record: RunRecord) {
    const { settings, git, program } = { settings: this.#settings, git: this.#git, program: this.#program() };
    const group = settings.group ?? groupOf(record);
    return {
      id: this.#idOf(record),
      ...(this.#isNamed(record) && { resume: settings.resume }),
      baseUrl: settings.baseUrl,
      dir: settings.dir,
      project: settings.project,
      ...(settings.entity !== undefined && { entity: settings.entity }),
      displayName: this.#displayNameOf(record),
      ...(group !== undefined && { group }),
      jobType: settings.jobType ?? record.kind,
      tags: [...settings.tags],
      ...(settings.notes !== undefined && { notes: settings.notes }),
      host: settings.host ?? hostname(),
      os: `${systemName()} ${release()}`,
      node: process.versions.node,
      ...(program !== undefined && { program }),
      ...(git !== undefined && { commit: git.commit }),
      ...(git?.remote !== undefined && { repo: git.remote }),
      startedAt: Date.parse(record.startedAt) / 1000,
      config: configOf(record),
    } satisfies StartParcel;
  }

  #history(record: RunRecord, step: number, metrics: Readonly<Record<string, number>>) {
    return { step, ...this.#moment(record), values: finite(metrics) } satisfies HistoryParcel;
  }

  #moment({ startedAt }: RunRecord): { timestamp: number; runtime: number } {
    const now = this.#world.now();
    return { timestamp: now / 1000, runtime: Math.max(0, now - Date.parse(startedAt)) / 1000 };
  }

  /** The user's id is that of the outermost run; what runs inside a context has ids of its own. */
  #isNamed({ parentId }: RunRecord): boolean {
    return this.#settings.id !== undefined && parentId === undefined;
  }

  #idOf(record: RunRecord): string {
    return (this.#isNamed(record) ? this.#settings.id : undefined) ?? wandbRunId(record.runId);
  }

  #displayNameOf({ name, parentId }: RunRecord): string {
    return (parentId === undefined ? this.#settings.name : undefined) ?? name;
  }

  #program(): string | undefined {
    const path = process.argv[1];
    if (path === undefined) return undefined;
    const inside = relative(this.#world.cwd, path);
    return inside.startsWith('..') ? path : inside;
  }
}

/** A context and what runs inside it are one group. */
function groupOf({ kind, runId, parentId }: RunRecord): string | undefined {
  return parentId ?? (kind === 'context' ? runId : undefined);
}

function finite(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}
