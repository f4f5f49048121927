import { describe, expect, it } from 'vitest';
import { tempDir } from '../../temp-dir.js';
import { type FakeMlflowOptions, startFakeMlflow } from './fake-mlflow.js';
import { finished, hastyWorld, mlflow, record, runFolder, sample, tell } from './told-run.js';

async function told(results = [sample(0), sample(1)], options: FakeMlflowOptions = {}) {
  const dir = await tempDir();
  const server = await startFakeMlflow(options);
  const counts = { total: results.length, scored: results.length, unscored: 0, failed: 0, truncated: 0 };
  const end = finished({ counts });
  const world = hastyWorld();
  const tracker = await mlflow({ trackingUri: server.url, traces: true }, world);
  await tell(tracker, { folder: await runFolder(dir.path, results, end), results, end });
  await Promise.all([dir[Symbol.asyncDispose](), server[Symbol.asyncDispose]()]);
  return { server, world, traces: [...server.traces.all.values()], run: server.runs.named(record().name) };
}

describe('samples as traces', () => {
  it('have question, answer, expectation, scores, and the run they belong to', async () => {
    const { traces, run } = await told();
    expect(traces).toHaveLength(2);
    const [, trace] = traces;
    expect(trace?.info).toMatchObject({
      ...{ state: 'OK', execution_duration: '0.013s', request_preview: '질문 1: 대한민국의 수도는?' },
      trace_metadata: { 'mlflow.sourceRun': run.runId, 'hret.sample_id': 's1', 'hret.index': '1' },
    });
    const assessments = [...(trace?.assessments.values() ?? [])];
    expect(
      assessments.map(({ assessment_name, expectation, feedback }) => [assessment_name, expectation ?? feedback]),
    ).toEqual([
      ['expected_response', { value: '서울' }],
      ['accuracy', { value: 0 }],
    ]);
    expect(assessments[1]).toMatchObject({
      rationale: '같은 글자',
      source: { source_type: 'CODE', source_id: 'string_match' },
    });
    const [span] = [...(trace?.spans.values() ?? [])];
    expect(span?.attributes).toContainEqual({
      key: 'mlflow.spanInputs',
      value: { kvlistValue: { values: [{ key: 'input', value: { stringValue: '질문 1: 대한민국의 수도는?' } }] } },
    });
    expect([...(trace?.runIds ?? [])]).toEqual([run.runId]);
    expect(run.tags.get('mlflow.runType')).toBe('genai_evaluate');
  });

  it('say what failed, and which trial it was', async () => {
    const failed = sample(0, { status: 'failed', error: 'timeout', scores: {}, trial: 0 });
    const again = sample(0, { trial: 1, scores: { 'pass@1': 1, 'a.b': 0.5 } });
    const { traces } = await told([failed, again]);
    expect(traces.map(({ info }) => info.state)).toEqual(['ERROR', 'OK']);
    expect([...(traces[0]?.spans.values() ?? [])][0]).toMatchObject({ status: { code: 2, message: 'timeout' } });
    expect([...(traces[1]?.assessments.values() ?? [])].map((one) => one.assessment_name)).toEqual([
      ...['expected_response', 'pass@1', 'a_b'],
    ]);
  });

  it('are linked a hundred at a time', async () => {
    const results = Array.from({ length: 250 }, (_, index) => sample(index));
    const { server, traces } = await told(results);
    expect(traces).toHaveLength(250);
    expect(traces.every(({ runIds, spans }) => runIds.size === 1 && spans.size === 1)).toBe(true);
    const links = server.requests.filter(({ path }) => path.endsWith('/link-to-run'));
    expect(links.map(({ body }) => JSON.parse(String(body)).trace_ids.length)).toEqual([100, 100, 50]);
  });

  it('have their spans in files where a server takes none', async () => {
    const { server, world } = await told([sample(0), sample(1)], { takesSpans: false });
    expect(world.warnings).toEqual([]);
    const [id] = server.traces.all.keys();
    const stored = JSON.parse(String(server.artifacts.get(`traces/${id}/artifacts/traces.json`)));
    const hex = Buffer.from(stored.spans[0].trace_id, 'base64').toString('hex');
    expect(`tr-${hex}`).toBe(id);
    expect(JSON.parse(stored.spans[0].attributes['mlflow.spanInputs'])).toEqual({ input: sample(0).input });
  });

  it('are left out, and that is told, where the server has none', async () => {
    const { run, world } = await told([sample(0)], { hasTraces: false });
    expect(world.warnings).toEqual([expect.stringMatching(/^MLflow: the traces of the run could not be sent: .*404/)]);
    expect(run.status).toBe('FINISHED');
  });

  it('go on where a request failed, and ask nothing twice but that', async () => {
    await using dir = await tempDir();
    await using server = await startFakeMlflow();
    const results = Array.from({ length: 120 }, (_, index) => sample(index));
    const end = finished({ counts: { total: 120, scored: 120, unscored: 0, failed: 0, truncated: 0 } });
    let failures = 0;
    server.fault = ({ path }) => {
      const isDue = path === '/api/3.0/mlflow/traces' && server.traces.all.size === 110 && failures++ < 1;
      return isDue ? { status: 500 } : undefined;
    };
    const tracker = await mlflow({ trackingUri: server.url, traces: true }, hastyWorld());
    await tell(tracker, { folder: await runFolder(dir.path, results, end), results, end });
    expect(tracker.delivery).toMatchObject({ left: 0 });
    expect(failures).toBeGreaterThan(0);
    expect(server.requests.filter(({ path }) => path === '/api/3.0/mlflow/traces')).toHaveLength(121);
  });
});
