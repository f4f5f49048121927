// The public surface: everything a program can import from "hret", in one list. Importing it does nothing and loads
// little: the pipeline is imported when something is first run.

export {
  type BudgetDuration,
  type BudgetedModel,
  BudgetManager,
  type BudgetManagerOptions,
} from './api/budget-manager.js';
export type { EmbeddingOptions, EmbeddingResponse } from './api/chat/embedding-types.js';
export {
  batchCompletion,
  batchCompletionModels,
  batchCompletionModelsAllResponses,
  cancelBatch,
  completion,
  completionCost,
  costPerToken,
  createBatch,
  embedding,
  getSupportedOpenaiParams,
  resumeBatch,
  retrieveBatch,
  streamChunkBuilder,
  tokenCounter,
  trimMessages,
} from './api/chat/entry.js';
export type {
  BatchOptions,
  CreateBatchOptions,
  ProviderBatch,
  ResumeBatchOptions,
} from './api/chat/provider-batch-types.js';
export type {
  CallbackInfo,
  ChatChunk,
  ChatMessage,
  ChatTool,
  ChatUsage,
  CompletionOptions,
  MockResponse,
  ModelResponse,
  OnFailure,
  OnSuccess,
  ToolCall,
} from './api/chat/types.js';
export type { CompareAllOptions, ComparisonWithBaseline, IndependentResultComparison } from './api/compare-many.js';
export type { CompareResultsOptions, ResultComparison } from './api/compare-results.js';
export { EvaluationContext, type MlopsIntegration } from './api/context.js';
export { compareModels, quickEval, runFromConfig, score } from './api/entry.js';
export {
  type AnalysisReportOptions,
  type ArrowTable,
  compareAll,
  compareIndependentResults,
  compareResults,
  EvaluationResult,
  type ResultJson,
} from './api/evaluation-result.js';
export { compareMetric, getMetricsHistory } from './api/history.js';
export { evaluationContext } from './api/in-context.js';
export { type ComparedModel, type CompareOptions, Comparison, Evaluator, PipelineRunner } from './api/pipeline.js';
export type { ResultPower, ResultPowerOptions } from './api/power.js';
export {
  registerDataset,
  registerEvaluator,
  registerModel,
  registerScalingMethod,
  registerTracker,
} from './api/registries.js';
export type { ResultInfo, TrackerOutcome } from './api/result-info.js';
export type { AnsweredRow } from './api/score.js';
export { comparisonTable, comparisonText, historyTable, type Results, resultTable } from './api/show.js';
export { configure, HRETConfig, loadConfig, type SettingsInput } from './config/settings.js';
export type { Dataset } from './core/dataset.js';
export {
  type DatasetDefinition,
  type DefinedData,
  type DefinedRow,
  defineDataset,
  type Verdict,
} from './core/dataset-definition.js';
export type { Answer, Evaluator as EvaluatorObject, Metric, Score, ScoreInput } from './core/evaluator.js';
export type { Json, JsonObject } from './core/json.js';
export { setMetricDirection } from './core/metric-direction.js';
export type {
  FinishReason,
  GenerateRequest,
  Generation,
  LikelihoodRequest,
  Model,
  NextTokens,
  NextTokensRequest,
  Prompt,
  RewardModel,
  Token,
  Usage,
  Wrap,
} from './core/model.js';
export type { CallContext, ModelFunction, ModelOutput, ModelReply } from './core/model-function.js';
export type { CotParser, EvaluateOptions, EvaluationMethod, Params, Progress } from './core/options.js';
export type {
  DatasetPlugin,
  DatasetRequest,
  EvaluatorPlugin,
  EvaluatorRequest,
  ModelPlugin,
  ModelRequest,
  Plugin,
  ScalingPlugin,
  ScalingRequest,
  TrackerPlugin,
} from './core/plugin.js';
export { judgeOf, rewardOf } from './core/roles.js';
export type { Counts, MetricTable, RunRecord, RunSpec, RunStatus } from './core/run-record.js';
export type { Image, Sample, Target } from './core/sample.js';
export type { SampleResult, SampleStatus } from './core/sample-result.js';
export type { Scored, Scorer, ScorerInput } from './core/scorer.js';
export type { EarlierRun, MetricChange, NamedTracker, RunEvent, RunFolder, Tracker } from './core/tracker.js';
export type { World } from './core/world.js';
export { benchmark, evaluate, run, trackMetrics } from './decorators/index.js';
export type {
  Benchmark,
  BenchmarkDecorator,
  Evaluate,
  EvaluateDecorator,
  Evaluated,
  MakeBenchmark,
  ResultsOf,
  Run,
  RunsOf,
  TrackDecorator,
  TrackMetrics,
} from './decorators/types.js';
export { HretError, type HretErrorCode, type HretErrorOptions } from './errors.js';
export { type FinishedRun, MetricsTracker } from './history/metrics-tracker.js';
/** `import { hret } from "hret"` and `import * as hret from "hret"` give the same names. */
export * as hret from './index.js';
export { VERSION } from './version.js';
