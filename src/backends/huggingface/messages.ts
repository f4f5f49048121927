import { HretError, type HretErrorCode, messageOf } from '../../errors.js';
import type { Engine } from './engine.js';
import type { EngineSettings } from './settings.js';

/** What the run's process sends to the one that holds the model. */
export type ToHost =
  | { readonly type: 'open'; readonly settings: EngineSettings }
  | {
      readonly type: 'call';
      readonly id: number;
      readonly method: Exclude<keyof Engine, 'close'>;
      readonly question: object;
    }
  | { readonly type: 'abort'; readonly id: number };

/** What it sends back. */
export type FromHost =
  | { readonly type: 'opened' }
  | { readonly type: 'not-opened'; readonly error: SentError }
  | { readonly type: 'made'; readonly id: number; readonly made: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: SentError };

/** An error as far as it can travel. */
export interface SentError {
  readonly code: HretErrorCode;
  readonly message: string;
  readonly stopsRun: boolean;
}

export function sentError(error: unknown): SentError {
  if (error instanceof HretError) return { code: error.code, message: error.message, stopsRun: error.stopsRun };
  return { code: 'model', message: messageOf(error), stopsRun: false };
}

export function receivedError({ code, message, stopsRun }: SentError): HretError {
  return new HretError(code, message, { stopsRun });
}
