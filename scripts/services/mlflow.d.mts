export interface MlflowServer {
  readonly url: string;
  readonly port: number;
  /** The end of what it wrote. */
  said(): string;
  /** Kills it at once. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The interpreter of an environment that has MLflow. */
export function ensureMlflow(): string;
/** Starts `mlflow server` with a database and proxied artifacts in a folder; resolves once it answers. */
export function startMlflow(folder: string): Promise<MlflowServer>;
/** What MLflow's own Python client reads: `mlflow_read.py` says which questions there are. */
// biome-ignore lint/suspicious/noExplicitAny: every question has an answer of its own
export function askMlflow(trackingUri: string, question: string, ...parameters: string[]): Promise<any>;
/** `mlflow …` on the command line. */
export function runMlflow(...parameters: string[]): Promise<void>;
