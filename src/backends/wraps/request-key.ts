import type { JsonObject } from '../../core/json.js';
import type { GenerateRequest, LikelihoodRequest, NextTokensRequest, Prompt } from '../../core/model.js';
import { canonicalJson, sha256 } from '../../util/canonical.js';
import { toJson } from '../../util/to-json.js';
import { imageUrl } from '../image-url.js';

/** Who is asked and how, apart from the question: what two equal requests have in common. Holds no secret. */
export interface RequestIdentity {
  /** Name of the backend. */
  readonly provider: string;
  /** Without user and password. */
  readonly baseUrl: string;
  /** Which of the service's calls. */
  readonly api: string;
  readonly model: string;
  /** Every option that shapes an answer: system message, temperature, seed, schema … */
  readonly parameters: JsonObject;
}

/** One request in full, and its name. */
export interface KeyedRequest {
  /** SHA-256 over the canonical JSON of the request, hex. */
  readonly key: string;
  /** For people who look into the cache. */
  readonly shown: JsonObject;
}

/** How prompt and continuation are put together; another rule gives other numbers. */
const RANKING_RULE = 'lm-eval';

/** Names requests: equal ones get equal keys, and whatever may change an answer changes the key. */
export function requestKeys(identity: RequestIdentity, cwd: string) {
  const shownIdentity: JsonObject = { ...identity };
  const start = sha256(canonicalJson(shownIdentity));
  const keyed = (question: JsonObject): KeyedRequest => ({
    key: sha256(start + canonicalJson(question)),
    shown: { ...shownIdentity, ...question },
  });
  return {
    async forAnswer({ prompt, draw }: GenerateRequest): Promise<KeyedRequest> {
      return keyed({ ...(await questionOf(prompt, cwd)), draw });
    },
    async forRanking({ prompt, continuations }: LikelihoodRequest): Promise<KeyedRequest> {
      return keyed({ ...(await questionOf(prompt, cwd)), continuations, rule: RANKING_RULE });
    },
    async forNextTokens({ prompt, prefix, count }: NextTokensRequest): Promise<KeyedRequest> {
      return keyed({ ...(await questionOf(prompt, cwd)), prefix: prefix.map(({ key }) => key), count });
    },
  };
}

/** Images by their content where it is at hand, of any size, since the backend refuses too large ones; one that lies on a server by its address. */
async function questionOf({ images = [], ...rest }: Prompt, cwd: string): Promise<JsonObject> {
  const seen = await Promise.all(
    images.map(async (image) => digestOf(await imageUrl(image, cwd, Number.POSITIVE_INFINITY))),
  );
  return { prompt: { ...(toJson(rest) as JsonObject), ...(seen.length > 0 && { images: seen }) } };
}

function digestOf(url: string): string {
  return url.startsWith('data:') ? `sha256:${sha256(url)}` : url;
}
