import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, BatchSpanProcessor, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import { hret } from '../../../src/index.js';
import { useOutputDir } from '../../temp-dir.js';

useOutputDir();
afterEach(() => trace.disable());

describe('a context with spans', () => {
  it('is one trace: the context, its evaluations below it, their samples below them', async () => {
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] }));
    const always = (letter: string) => () => `정답: (${letter})`;
    await hret.evaluationContext(
      { runName: '비교', dataset: 'ko_sample', limit: 3, trackers: ['opentelemetry'] },
      (context) => context.benchmark({ 가: always('A'), 나: always('B') }),
    );
    const spans = exporter.getFinishedSpans();
    const [root, ...others] = spans.filter(({ parentSpanContext }) => parentSpanContext === undefined);
    expect(others).toEqual([]);
    expect(root?.attributes).toMatchObject({ 'hret.run.name': '비교', 'hret.run.kind': 'context' });
    const below = (id: string | undefined) => spans.filter(({ parentSpanContext: parent }) => parent?.spanId === id);
    const evaluations = below(root?.spanContext().spanId);
    expect(evaluations.map(({ name, attributes }) => [name, attributes['hret.model.id']])).toEqual([
      ['evaluate ko_sample', '가'],
      ['evaluate ko_sample', '나'],
    ]);
    for (const evaluation of evaluations) {
      const samples = below(evaluation.spanContext().spanId);
      expect(samples).toHaveLength(3);
      for (const { events } of samples) {
        expect(events.map(({ attributes }) => attributes?.['gen_ai.evaluation.name'])).toContain('accuracy');
      }
    }
    expect(spans).toHaveLength(1 + 2 + 6);
  });
});
