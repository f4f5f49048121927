import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildDist, root } from '../build-dist.js';
import { tempDir } from '../temp-dir.js';

const folder = fileURLToPath(new URL('../../.services/opentelemetry-0.223.0/', import.meta.url));
const packages = ['@opentelemetry/api@1.9.1', '@opentelemetry/sdk-node@0.223.0'];
const register = join(folder, 'otel.mjs');

/** As the documentation says, in a folder with an API package of its own. */
const registering = `import { NodeSDK } from '@opentelemetry/sdk-node';
new NodeSDK({ serviceName: 'korean-evals' }).start();
`;

beforeAll(async () => {
  if (!existsSync(join(folder, 'node_modules', '@opentelemetry', 'sdk-node'))) {
    mkdirSync(folder, { recursive: true });
    const install = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder];
    execFileSync('npm', [...install, ...packages], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  writeFileSync(register, registering);
  await buildDist();
}, 600_000);

const attribute = z.object({ key: z.string(), value: z.looseObject({}) });
const span = z.object({
  name: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  attributes: z.array(attribute),
  events: z.array(z.object({ name: z.string() })).default([]),
});
const traces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ scope: z.object({ name: z.string() }), spans: z.array(span) })),
    }),
  ),
});

/** A collector that speaks OTLP over HTTP, and the spans it got. */
async function collector() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.url === '/v1/traces') bodies.push(Buffer.concat(parts).toString('utf8'));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => bodies.flatMap((body) => traces.parse(JSON.parse(body)).resourceSpans),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the OpenTelemetry SDK for Node', () => {
  it('sends the spans of a run of the command line to a collector before the process ends', async () => {
    await using output = await tempDir();
    await using otlp = await collector();
    const hret = [join(root, 'dist', 'cli', 'main.js'), 'eval', '--dataset', 'ko_sample', '--model', 'baseline'];
    const options = ['--limit', '5', '--output-dir', output.path, '--trackers', 'opentelemetry'];
    const env = {
      PATH: process.env.PATH,
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    };
    const parameters = ['--import', pathToFileURL(register).href, ...hret, ...options];
    const { stderr } = await promisify(execFile)(process.execPath, parameters, { env, cwd: output.path });

    const received = otlp.received();
    const service = received.flatMap(({ resource }) => resource.attributes).find(({ key }) => key === 'service.name');
    expect(service?.value).toEqual({ stringValue: 'korean-evals' });
    const ours = received.flatMap(({ scopeSpans }) => scopeSpans).filter(({ scope }) => scope.name === 'hret');
    const spans = ours.flatMap((scope) => scope.spans);
    const run = spans.find(({ name }) => name === 'evaluate ko_sample');
    const samples = spans.filter(({ parentSpanId }) => parentSpanId === run?.spanId);
    expect(samples).toHaveLength(5);
    expect(spans).toHaveLength(6);
    for (const { events } of samples) expect(events.map(({ name }) => name)).toContain('gen_ai.evaluation.result');
    expect(stderr).toContain(`OpenTelemetry: trace ${run?.traceId}`);
  });
});
