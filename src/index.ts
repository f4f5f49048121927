export type { EvaluationResult } from './api/evaluation-result.js';
export type { CallContext, ModelFunction, ModelOutput, ModelReply } from './core/model-function.js';
export type { EvaluateOptions } from './core/options.js';
export type { Sample } from './core/sample.js';
export { benchmark, evaluate, run, trackMetrics } from './decorators/index.js';
export { HretError } from './errors.js';
/** `import { hret } from "hret"` and `import * as hret from "hret"` are the same object. */
export * as hret from './index.js';
