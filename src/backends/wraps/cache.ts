import type { Json, JsonObject } from '../../core/json.js';
import type {
  GenerateRequest,
  Generation,
  LikelihoodRequest,
  Model,
  NextTokensRequest,
  Usage,
  Wrap,
} from '../../core/model.js';
import { AnswerStore, type AnswerStoreOptions, type Stored, type StoredAnswer } from './answer-store.js';
import { isFallbackAnswer } from './fallback-mark.js';
import { type KeyedRequest, type RequestIdentity, requestKeys } from './request-key.js';
import { SingleFlight } from './single-flight.js';

export interface CacheOptions extends AnswerStoreOptions {
  readonly identity: RequestIdentity;
  /** Relative paths of images are resolved against it. */
  readonly cwd: string;
}

interface Found {
  readonly stored: Stored;
  readonly isHit: boolean;
}

/** Requests in flight by folder: runs of one process that keep their answers in one place do not ask twice either. */
const inFlight = new Map<string, SingleFlight<Found>>();

/**
 * Answers from disk what was answered before, and keeps what is answered now. Equal requests at the same time are asked
 * once. Errors, answers that were withheld or cut off, answers without text and those of a fallback model are not kept.
 *
 * An answer that was not asked for costs nothing and took no tokens: `usage` and `costUsd` are 0 where they were known,
 * `attempts` is 0, and `metadata.cached` tells when it was kept and what it cost then.
 */
export function cache(options: CacheOptions): Wrap {
  const store = new AnswerStore(options);
  const keys = requestKeys(options.identity, options.cwd);
  const flights = inFlight.get(options.folder) ?? new SingleFlight<Found>();
  inFlight.set(options.folder, flights);

  const find = async (
    keyed: KeyedRequest,
    request: GenerateRequest | LikelihoodRequest | NextTokensRequest,
    ask: (signal: AbortSignal) => Promise<StoredAnswer>,
  ): Promise<Found> => {
    const { made, isShared } = await flights.join(keyed.key, request, async (signal) => {
      const stored = await store.read(keyed);
      if (stored !== undefined) return { stored, isHit: true };
      const answer = await ask(signal);
      if (isWorthKeeping(answer)) await store.write(keyed, answer);
      return { stored: { answer, storedAt: new Date(options.now()).toISOString() }, isHit: false };
    });
    return isShared ? { stored: made.stored, isHit: true } : made;
  };

  return (model) => {
    const { logLikelihoods, nextTokens } = model;
    return {
      ...model,
      async generate(request) {
        const keyed = await keys.forAnswer(request).catch(() => undefined);
        // An image cannot be read: the backend says so, and which sample it is.
        if (keyed === undefined) return model.generate(request);
        const { stored, isHit } = await find(keyed, request, async (signal) => ({
          generation: await model.generate({ ...questionOf(request), signal }),
        }));
        return generationFrom(stored, isHit);
      },
      ...(logLikelihoods !== undefined && {
        async logLikelihoods(request: LikelihoodRequest) {
          const keyed = await keys.forRanking(request).catch(() => undefined);
          if (keyed === undefined) return logLikelihoods(request);
          const { prompt, continuations, sample } = request;
          const { stored } = await find(keyed, request, async (signal) => ({
            logLikelihoods: await logLikelihoods({ prompt, continuations, sample, signal }),
          }));
          return 'logLikelihoods' in stored.answer ? stored.answer.logLikelihoods : logLikelihoods(request);
        },
      }),
      ...(nextTokens !== undefined && {
        async nextTokens(request: NextTokensRequest) {
          const keyed = await keys.forNextTokens(request).catch(() => undefined);
          if (keyed === undefined) return nextTokens(request);
          const { prompt, prefix, count, sample } = request;
          const { stored, isHit } = await find(keyed, request, async (signal) => ({
            nextTokens: await nextTokens({ prompt, prefix, count, sample, signal }),
          }));
          if (!('nextTokens' in stored.answer)) return nextTokens(request);
          return isHit ? unpaid(stored.answer.nextTokens) : stored.answer.nextTokens;
        },
      }),
    } satisfies Model;
  };
}

/** Without the signal, which is made when it is read. */
function questionOf({ prompt, sample, draw }: GenerateRequest): Omit<GenerateRequest, 'signal'> {
  return { prompt, sample, draw };
}

function isWorthKeeping(answer: StoredAnswer): boolean {
  // JSON has no infinities: an option that cannot be said would come back as null.
  if ('logLikelihoods' in answer) return answer.logLikelihoods.every(Number.isFinite);
  if ('nextTokens' in answer) return answer.nextTokens.tokens.every(({ logprob }) => Number.isFinite(logprob));
  const { generation } = answer;
  return generation.finish === 'stop' && generation.text !== '' && !isFallbackAnswer(generation);
}

function generationFrom({ answer, storedAt }: Stored, isHit: boolean): Generation {
  if (!('generation' in answer)) throw new TypeError('log-likelihoods under the key of an answer');
  if (!isHit) return answer.generation;
  const { usage, costUsd } = answer.generation;
  const cached: Record<string, Json> = { storedAt };
  if (usage !== undefined) cached.usage = { ...usage } as JsonObject;
  if (costUsd !== undefined) cached.costUsd = costUsd;
  return {
    ...unpaid(answer.generation),
    metadata: { ...answer.generation.metadata, cached },
  };
}

/** As it was, at no price. */
function unpaid<Made extends Pick<Generation, 'usage' | 'costUsd' | 'attempts'>>(made: Made): Made {
  const { usage, costUsd } = made;
  return {
    ...made,
    attempts: 0,
    ...(usage !== undefined && { usage: nothingOf(usage) }),
    ...(costUsd !== undefined && { costUsd: 0 }),
  };
}

function nothingOf(usage: Usage): Usage {
  return Object.fromEntries(Object.keys(usage).map((kind) => [kind, 0]));
}
