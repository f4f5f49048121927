import type { LikelihoodRequest } from '../../core/model.js';
import { HretError } from '../../errors.js';
import type { Http } from '../http.js';
import { replyError, type Service } from '../reply-error.js';
import type { ReplyHeaders } from '../wraps/rate-headers.js';
import {
  type Asked,
  begun,
  likelihoodFrom,
  raw,
  type ScoredTokens,
  startAfterTemplate,
  startByText,
} from './likelihood-tokens.js';
import { COMPLETION_WAYS, chatWay, type Given, isLacking, type Way } from './likelihood-ways.js';
import { jsonIn } from './reply-json.js';
import { type Asking, promptStart } from './request.js';

/** What is needed to ask. */
export interface LikelihoodSetting {
  readonly asking: Asking;
  readonly http: Http;
  readonly headers: Readonly<Record<string, string>>;
  readonly urlOf: (path: string) => URL;
  readonly replies: ReplyHeaders;
  readonly serviceOf: (path: string) => Service;
}

type Signalled = Pick<LikelihoodRequest, 'signal'>;

/**
 * The log-likelihood of each continuation after the prompt, natural logarithm, summed over its tokens, not divided by
 * their number. One space stands between a raw prompt and its continuation, none after a chat template (`ranked-text.ts`).
 *
 * The rule is lm-evaluation-harness's: the tokens of prompt and continuation together, from as many on as the prompt has by
 * itself. Where the texts of the tokens show that place nothing else is asked; where they do not, the prompt is asked by
 * itself and its tokens are counted. Whether and how a service tells is found out with the first question.
 */
export function likelihoodAsker(setting: LikelihoodSetting): (request: LikelihoodRequest) => Promise<number[]> {
  const { options } = setting.asking;
  const findOnce = wayFinder(setting);
  return async (request) => {
    const { prompt, continuations } = request;
    if (prompt.images !== undefined && prompt.images.length > 0) throw noImages();
    for (const text of [prompt.text, ...continuations]) checkWhole(text);
    const way = await findOnce(request);
    const score = (given: Given) => ask(setting, way, given, request);
    if (way.isTemplated)
      return scoreAll(
        score,
        continuations.map((option) => begun(prompt.text, option)),
      );
    const text = promptStart(options) + prompt.text;
    return scoreAll(
      score,
      continuations.map((option) => raw(text, option)),
    );
  };
}

/** All have the same context. */
function scoreAll(score: (given: Given) => Promise<ScoredTokens>, pairs: readonly Asked[]): Promise<number[]> {
  let counting: Promise<ScoredTokens> | undefined;
  const one = async (pair: Asked): Promise<number> => {
    const tokens = await score(pair);
    const shown = pair.isSeen ? startByText(tokens, pair.continuation) : undefined;
    if (shown !== undefined) return likelihoodFrom(tokens, shown, pair);
    if (pair.context === '') return likelihoodFrom(tokens, 0, pair);
    counting ??= score({ context: pair.context });
    const before = await counting;
    return likelihoodFrom(tokens, pair.isSeen ? before.logprobs.length : startAfterTemplate(before), pair);
  };
  return Promise.all(pairs.map(one));
}

/** Asks in one way; a service that answers otherwise than it did at first has lost an answer, which may pass. */
async function ask(setting: LikelihoodSetting, way: Way, given: Given, request: Signalled): Promise<ScoredTokens> {
  const tokens = await attempt(setting, way, given, request);
  if (tokens !== undefined) return tokens;
  const { name, url } = setting.serviceOf(way.path);
  throw new HretError('model', `${name}: ${url} gave no log-probabilities of the prompt (${way.name}).`, {
    isRetryable: true,
  });
}

async function attempt(
  { asking, http, headers, urlOf, replies, serviceOf }: LikelihoodSetting,
  way: Way,
  given: Given,
  request: Signalled,
): Promise<ScoredTokens | undefined> {
  const service = serviceOf(way.path);
  const body = { model: asking.model, temperature: 0, ...asking.options.extraBody, ...way.body(given) };
  const reply = await http.postJson(urlOf(way.path), headers, body, request);
  replies.heard?.(reply.headers);
  if (reply.status < 200 || reply.status > 299) throw replyError(reply, service);
  return way.read(jsonIn(reply, service), given);
}

/** Finds a way once for all; those who ask meanwhile wait for the same answer. A failure that may pass is not remembered. */
function wayFinder(setting: LikelihoodSetting): (request: Signalled) => Promise<Way> {
  let found: Way | undefined;
  let lacking: HretError | undefined;
  let finding: Promise<Way> | undefined;
  return async (request) => {
    while (found === undefined && lacking === undefined) {
      const own = finding === undefined;
      finding ??= findWay(setting, request);
      try {
        found = await finding;
      } catch (error) {
        if (error instanceof HretError && error.stopsRun && isLacking(error)) lacking = error;
        else if (own) throw error;
        else request.signal.throwIfAborted();
      } finally {
        if (own) finding = undefined;
      }
    }
    if (found !== undefined) return found;
    throw lacking;
  };
}

const PROBE: Given = { context: 'One, two, three,', continuation: ' four, five' };

function waysOf({ options, api }: Asking): readonly Way[] {
  return api === 'chat' ? [chatWay(options)] : COMPLETION_WAYS;
}

async function findWay(setting: LikelihoodSetting, request: Signalled): Promise<Way> {
  const reasons: string[] = [];
  let status = 400;
  for (const way of waysOf(setting.asking)) {
    try {
      if ((await attempt(setting, way, PROBE, request)) !== undefined) return way;
      reasons.push(`${way.name}: it answered without them`);
    } catch (error) {
      if (!isLacking(error)) throw error;
      status = error.status ?? status;
      reasons.push(`${way.name}: ${error.message}`);
    }
  }
  const { product, likelihoodAdvice } = setting.asking.server;
  const { name } = setting.serviceOf('/completions');
  const advice =
    likelihoodAdvice ??
    'Use string_match, or a server that has them: vLLM, llama-cpp-python, FastChat, OpenAI base models.';
  throw new HretError(
    'model',
    `${name}: ${product} gives no log-probabilities of a prompt, so options cannot be ranked. ${reasons.join(' ')} ${advice}`,
    { status, stopsRun: true },
  );
}

function checkWhole(text: string): void {
  if (!/\p{Surrogate}/u.test(text)) return;
  throw new HretError('data', 'The text holds half a character (a lone surrogate), which no tokenizer can read.');
}

function noImages(): HretError {
  return new HretError('usage', 'Options cannot be ranked by log-likelihood for a question with images.');
}
