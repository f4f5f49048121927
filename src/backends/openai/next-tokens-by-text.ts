import type { Token } from '../../core/model.js';
import { isWhole } from './likelihood-tokens.js';
import type { LikelihoodSetting } from './log-likelihoods.js';
import { nextStep } from './next-step.js';
import type { TokenWay } from './next-tokens.js';
import { promptStart } from './request.js';

/** End tokens as servers write them: `<|endoftext|>`, `</s>`, `<eos>`. */
const END = /^<(?:\|[^\s|]{1,40}\||\/s|eos|end_of_turn)>$/;

/**
 * Next tokens from a completions API that knows tokens only by their texts, as OpenAI's does. The answer so far is sent as
 * text behind the prompt, so the service may divide it into other tokens than those it named. A token that ends inside a
 * character has no text that could be sent back: it is left out, and a warning says so.
 */
export function tokensByText(setting: LikelihoodSetting): TokenWay {
  const { asking, serviceOf } = setting;
  const { name } = serviceOf('/completions');
  const textOf = (tokens: readonly Token[]) => tokens.map(({ key }) => key).join('');
  return {
    textOf,
    async after(tokens, request) {
      const prompt = promptStart(asking.options) + request.prompt.text + textOf(tokens);
      // One more, because one of them may end the answer; OpenAI gives five at most.
      const fields = { prompt, logprobs: request.count + 1 };
      const { likeliest, chosen, isEnd, ...took } = await nextStep(setting, fields, request);
      const next = likeliest.map(
        ([text, logprob]): Token => ({
          key: text,
          logprob,
          isEnd: END.test(text) || (isEnd && text === chosen),
        }),
      );
      const whole = next.filter((token) => token.isEnd || isWhole(String(token.key)));
      const warnings = [
        `${name}: tokens that end inside a character cannot be sent back as text, so a search over tokens left some out. A vLLM server names them by number (model: "vllm").`,
      ];
      return { ...took, tokens: whole, attempts: 1, ...(whole.length < next.length && { warnings }) };
    },
  };
}
