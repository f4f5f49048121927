import type { Model, NextTokens, NextTokensRequest, Token } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { beforeStop } from '../stop-texts.js';
import type { LikelihoodSetting } from './log-likelihoods.js';
import { tokensById } from './next-tokens-by-id.js';
import { tokensByText } from './next-tokens-by-text.js';
import type { OpenaiOptions } from './options.js';

/** Next tokens where the server can go on from a given beginning of an answer; else why it cannot. */
export function nextTokensOn(setting: LikelihoodSetting): Pick<Model, 'nextTokens' | 'nextTokensAdvice'> {
  const { options, api, server } = setting.asking;
  const byId = server.takesTokenIds === true && api !== 'responses';
  if (!byId && api !== 'completions') {
    return {
      nextTokensAdvice:
        'Its chat cannot go on with an answer that was begun. A vLLM server can (model: "vllm"), and so can servers with completions (modelParams.api: "completions").',
    };
  }
  const shaping = shapingOptions(options);
  if (shaping.length > 0) {
    const named = shaping.map((name) => `modelParams.${name}`).join(', ');
    return { nextTokensAdvice: `It would, without ${named}: a search over tokens goes by the plain probabilities.` };
  }
  return guarded(setting, byId ? tokensById(setting) : tokensByText(setting));
}

/** What both ways have in common: no images, the text of the answer, and an answer that is over at a stop text. */
function guarded({ asking: { options } }: LikelihoodSetting, way: TokenWay): Pick<Model, 'nextTokens'> {
  const stops = [options.stop ?? []].flat();
  return {
    async nextTokens(request): Promise<NextTokens> {
      const { prompt, prefix, count } = request;
      if (prompt.images !== undefined && prompt.images.length > 0) throw noImages();
      const said = prefix.filter(({ isEnd }) => !isEnd);
      const whole = await way.textOf(said, request);
      const text = beforeStop(whole, stops);
      if (count === 0) return { text, tokens: [], attempts: 1 };
      if (text !== whole) return { text, tokens: [STOPPED], attempts: 1 };
      return { text, ...(await way.after(said, request)) };
    },
  };
}

/** How a server is told the beginning of an answer, and tells how it may go on. */
export interface TokenWay {
  /** The tokens of an answer as text, stop texts included. */
  textOf(tokens: readonly Token[], request: NextTokensRequest): string | Promise<string>;
  after(tokens: readonly Token[], request: NextTokensRequest): Promise<Omit<NextTokens, 'text'>>;
}

/** The end after a stop text: certain, and no token of the model. */
const STOPPED: Token = { key: '', logprob: 0, isEnd: true };

/** Options that shape draws or bind answers, none of which a search would heed. */
function shapingOptions(options: OpenaiOptions): string[] {
  const { temperature, topP, topK, minP, responseFormat } = options;
  const { frequencyPenalty, presencePenalty, repetitionPenalty, logitBias } = options;
  const set = {
    temperature: temperature !== null && temperature > 0,
    topP: topP !== undefined && topP < 1,
    topK: topK !== undefined && topK > 0,
    minP: minP !== undefined && minP > 0,
    frequencyPenalty: frequencyPenalty !== undefined && frequencyPenalty !== 0,
    presencePenalty: presencePenalty !== undefined && presencePenalty !== 0,
    repetitionPenalty: repetitionPenalty !== undefined && repetitionPenalty !== 1,
    logitBias: logitBias !== undefined && Object.keys(logitBias).length > 0,
    responseFormat: responseFormat !== undefined,
  };
  return Object.entries(set).flatMap(([name, isSet]) => (isSet ? [name] : []));
}

function noImages(): HretError {
  return new HretError('usage', 'A search over tokens takes no images; search by steps with a rewardModel.');
}
