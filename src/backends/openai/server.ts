import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../../core/json.js';
import type { Parameter } from './parameters.js';
import type { Translation } from './translation.js';

/** The three ways to call a model in OpenAI's protocol. */
export type Api = 'chat' | 'completions' | 'responses';

/** What is particular to a server that speaks OpenAI's protocol. */
export interface Server {
  /** Of the backend; the model's id begins with it. */
  readonly name: string;
  /** As people call it, for messages. */
  readonly product: string;
  /** Where it is unless `apiBase` or one of the variables says otherwise. */
  readonly defaultBase: string;
  readonly baseVariables: readonly string[];
  readonly keyVariables: readonly string[];
  /** The header its key goes into, where that is not `authorization: Bearer …`. */
  readonly keyHeader?: string;
  /** At its default address nothing is answered without a key. */
  readonly needsKey?: boolean;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** It speaks another protocol, into which requests are translated, and replies back. */
  readonly translation?: Translation;
  /** What is worth keeping of the headers of a reply. */
  readonly metadataIn?: (headers: IncomingHttpHeaders) => JsonObject | undefined;
  /** The APIs it has; all three unless said otherwise. */
  readonly apis?: readonly Api[];
  /** It refuses or ignores whatever OpenAI's documentation does not have. */
  readonly isOpenai?: boolean;
  /** Parameters it has another name for, or `null` for those it would not heed. */
  readonly parameters?: Readonly<Partial<Record<Parameter, string | null>>>;
  /** What to do when nothing listens at its address. */
  readonly startAdvice?: string;
  /** What to do about log-likelihoods when it gives none. */
  readonly likelihoodAdvice?: string;
  /** It can continue an answer that was begun, and tells how likely the prompt was: options can be ranked through chat. */
  readonly continuesChat?: boolean;
  /** It takes and names tokens by their numbers, as vLLM does. */
  readonly takesTokenIds?: boolean;
  /** Fields it names in a refusal, and what to do; asked before the advice that all servers share. */
  readonly advice?: (status: number, message: string) => string | undefined;
}
