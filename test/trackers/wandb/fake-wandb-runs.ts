import type { Reply } from './fake-wandb.js';

/** A run as the server holds it. */
export interface StoredRun {
  readonly id: string;
  readonly entity: string;
  readonly project: string;
  readonly name: string;
  /** What was said of it, by the names of the variables of UpsertBucket. */
  readonly said: Record<string, unknown>;
  readonly history: string[];
  summary: string;
  readonly files: Map<string, Buffer>;
  readonly uploaded: string[];
  exitCode: number | undefined;
}

const SAID = 'groupName displayName notes commit config host program repo jobType tags'.split(' ');
const LONGEST_LINE = 10 * 2 ** 20 - 100 * 2 ** 10;

export class FakeRuns {
  readonly stored = new Map<string, StoredRun>();
  readonly #complain: (complaint: string) => void;
  readonly #announced = new Map<string, { run: StoredRun; name: string }>();

  constructor(complain: (complaint: string) => void) {
    this.#complain = complain;
  }

  answer(operation: string, variables: Record<string, unknown>, url: string): unknown {
    switch (operation) {
      case 'Viewer':
        return {
          viewer: { id: 'VXNlcjox', entity: 'ent', username: 'u', email: 'u@x', flags: '{}', teams: { edges: [] } },
        };
      case 'ServerFeaturesQuery':
        return { serverInfo: { features: [] } };
      case 'UpsertBucket':
        return this.#upsert(variables);
      case 'RunResumeStatus':
        return this.#resumeStatus(variables);
      case 'CreateRunFiles':
        return this.#announce(variables, url);
      default:
        return undefined;
    }
  }

  stream(path: string, update: Record<string, unknown>): Reply {
    const [, , entity = '', project = '', name = ''] = path.split('/').map(decodeURIComponent);
    const run = this.stored.get(`${entity}/${project}/${name}`);
    if (run === undefined) return { status: 404, body: { error: `no run ${name}` } };
    if (update.complete === undefined) run.exitCode = undefined;
    else run.exitCode = Number(update.exitcode);
    if (Array.isArray(update.uploaded)) run.uploaded.push(...update.uploaded.map(String));
    for (const [file, { offset, content }] of Object.entries((update.files ?? {}) as Record<string, FileUpdate>)) {
      if (file === 'wandb-summary.json') run.summary = content.at(-1) ?? run.summary;
      if (file !== 'wandb-history.jsonl') continue;
      if (offset > run.history.length) {
        this.#complain(`a gap in the history of ${name}: line ${offset} after ${run.history.length} lines`);
        return { status: 400, body: { error: 'gap' } };
      }
      for (const line of content) if (line.length > LONGEST_LINE) this.#complain(`a line of ${line.length} characters`);
      run.history.splice(offset, content.length, ...content);
    }
    return { status: 200, body: {} };
  }

  store(place: string, content: Buffer): boolean {
    const announced = this.#announced.get(place);
    announced?.run.files.set(announced.name, content);
    return announced !== undefined;
  }

  #upsert({ entity, project, name, ...said }: Record<string, unknown>): unknown {
    const place = `${entity || 'ent'}/${project}/${name}`;
    const before = this.stored.get(place);
    const run: StoredRun = before ?? {
      id: Buffer.from(place).toString('base64'),
      entity: String(entity || 'ent'),
      project: String(project),
      name: String(name),
      said: {},
      history: [],
      summary: '{}',
      files: new Map(),
      uploaded: [],
      exitCode: undefined,
    };
    this.stored.set(place, run);
    for (const field of SAID) if (said[field] !== null && said[field] !== undefined) run.said[field] = said[field];
    const { id, entity: owner, said: kept, history } = run;
    return {
      upsertBucket: {
        bucket: {
          ...{ id, name, displayName: kept.displayName ?? name, description: null, config: kept.config ?? '{}' },
          ...{ sweepName: null, historyLineCount: history.length },
          project: { id: 'UHJvamVjdA==', name: project, entity: { id: 'RW50aXR5', name: owner } },
        },
        inserted: before === undefined,
      },
    };
  }

  #resumeStatus({ entity, project, name }: Record<string, unknown>): unknown {
    const run = this.stored.get(`${entity}/${project}/${name}`);
    if (run === undefined) return { model: { bucket: null } };
    return {
      model: {
        id: 'UHJvamVjdA==',
        name: project,
        entity: { id: 'RW50aXR5', name: entity },
        bucket: {
          ...{ id: run.id, name: run.name, summaryMetrics: run.summary, displayName: run.said.displayName },
          ...{ logLineCount: 0, eventsLineCount: 0, historyLineCount: run.history.length, eventsTail: '[]' },
          historyTail: JSON.stringify(run.history.slice(-1)),
          ...{ config: run.said.config ?? '{}', tags: run.said.tags ?? [], wandbConfig: '{"t": 1}' },
        },
      },
    };
  }

  #announce({ entity, project, run: name, files }: Record<string, unknown>, url: string): unknown {
    const run = this.stored.get(`${entity}/${project}/${name}`);
    if (run === undefined) throw new Error(`no run ${name}`);
    const places = (files as string[]).map((file) => {
      const place = `run/${run.id}/${file}`;
      this.#announced.set(place, { run, name: file });
      return { name: file, uploadUrl: `${url}/storage/${encodeURIComponent(place)}` };
    });
    return { createRunFiles: { runID: run.id, uploadHeaders: ['X-Test: 1'], files: places } };
  }
}

interface FileUpdate {
  readonly offset: number;
  readonly content: readonly string[];
}
