import { z } from 'zod';
import type { TrackerPlugin } from '../../core/plugin.js';
import { openTelemetryApi } from './api.js';
import { spanTracker } from './tracker.js';

export const openTelemetryOptions = z.strictObject({
  captureContent: z
    .boolean()
    .default(false)
    .describe('put questions, answers and references into the spans; off, because they may be confidential'),
});
export type OpenTelemetryOptions = z.output<typeof openTelemetryOptions>;

/** Spans with the semantic conventions for generative AI, for the OpenTelemetry SDK that the user has registered. */
export const plugin: TrackerPlugin<OpenTelemetryOptions> = {
  name: 'opentelemetry',
  summary: 'a span for the run and for every sample, exported by your OpenTelemetry SDK',
  options: openTelemetryOptions,
  async create(options, world) {
    return spanTracker(await openTelemetryApi(), options, world);
  },
};
