import { HretError, messageOf } from '../../errors.js';
import { complete } from './completion.js';
import type { ChatMessage, CompletionOptions, ModelResponse } from './types.js';

const WORKERS = 100;

type Conversations = Omit<CompletionOptions, 'messages'> & {
  readonly messages: readonly (readonly ChatMessage[])[];
  readonly maxWorkers?: number;
};

export async function batchComplete(given: Conversations): Promise<(ModelResponse | HretError)[]> {
  const { messages, maxWorkers = WORKERS, ...options } = given;
  const answers = new Array<ModelResponse | HretError>(messages.length);
  let next = 0;
  const work = async () => {
    for (let place = next++; place < messages.length; place = next++) {
      answers[place] = await orError(complete({ ...options, messages: messages[place] ?? [] } as CompletionOptions));
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxWorkers, messages.length) }, work));
  return answers;
}

type Models = Omit<CompletionOptions, 'model'> & { readonly models: readonly string[] };

export async function allOfModels({ models, ...options }: Models): Promise<(ModelResponse | HretError)[]> {
  return Promise.all(
    requireModels(models).map((model) => orError(complete({ ...options, model } as CompletionOptions))),
  );
}

export async function firstOfModels({ models, ...options }: Models): Promise<ModelResponse> {
  const given = options.signal as AbortSignal | undefined;
  const losing = new AbortController();
  const signal = given === undefined ? losing.signal : AbortSignal.any([given, losing.signal]);
  const asked = requireModels(models).map((model) => complete({ ...options, model, signal } as CompletionOptions));
  try {
    return await Promise.any(asked);
  } catch (error) {
    given?.throwIfAborted();
    const reasons = error instanceof AggregateError ? error.errors : [error];
    throw new HretError('model', `None of ${models.join(', ')} answered. ${reasons.map(messageOf).join(' ')}`, {
      cause: error,
    });
  } finally {
    losing.abort(new HretError('interrupted', 'Another model answered first.'));
  }
}

function requireModels(models: readonly string[]): readonly string[] {
  if (models.length > 0) return models;
  throw new HretError('usage', 'models is empty: name at least one, for example ["openai/gpt-4o-mini"].');
}

async function orError(asked: Promise<ModelResponse>): Promise<ModelResponse | HretError> {
  try {
    return await asked;
  } catch (error) {
    // A wrong option is wrong in all of them, and an error that is not ours is a defect.
    if (!(error instanceof HretError) || error.code === 'usage') throw error;
    return error;
  }
}
