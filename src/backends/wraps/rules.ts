import type { Model, Prompt, Wrap } from '../../core/model.js';
import { HretError } from '../../errors.js';

/** What a rule decides about a text: whether it may pass, and why not. */
export type RuleDecision = boolean | { readonly decision: boolean; readonly message?: string };
export type Rule = (text: string) => RuleDecision | Promise<RuleDecision>;

export interface RuleOptions {
  /** Look at the prompt before it is sent. */
  readonly preCall?: readonly Rule[] | undefined;
  /** Look at the answer. */
  readonly postCall?: readonly Rule[] | undefined;
}

/** Functions that may refuse a prompt or an answer. What they refuse is a failure of that sample, or goes on to a fallback model. */
export function rules({ preCall = [], postCall = [] }: RuleOptions): Wrap {
  return (model) => ({
    ...searchable(model, preCall, postCall),
    async generate(request) {
      await checkPrompt(preCall, request.prompt, model.id);
      const generation = await model.generate(request);
      await check(postCall, generation.text, 'Response failed the post-call rule', model.id);
      return generation;
    },
  });
}

/** Post-call rules look at whole answers, which a search over tokens has none of before its end. */
function searchable(model: Model, preCall: readonly Rule[], postCall: readonly Rule[]): Model {
  const { nextTokens, ...others } = model;
  if (nextTokens === undefined) return model;
  if (postCall.length > 0) return { ...others, nextTokensAdvice: 'It would, without modelParams.postCallRules.' };
  return {
    ...model,
    async nextTokens(request) {
      await checkPrompt(preCall, request.prompt, model.id);
      return nextTokens(request);
    },
  };
}

function checkPrompt(preCall: readonly Rule[], { text }: Prompt, id: string): Promise<void> {
  return check(preCall, text, 'The prompt failed the pre-call rule', id);
}

async function check(applied: readonly Rule[], text: string, what: string, id: string): Promise<void> {
  for (const [place, rule] of applied.entries()) {
    const decided = await rule(text);
    const { decision, message } = typeof decided === 'boolean' ? { decision: decided } : decided;
    if (decision === true) continue;
    const name = rule.name === '' ? `number ${place + 1}` : rule.name;
    if (decision !== false) {
      throw new HretError('usage', `The rule ${name} must give back true, false or { decision, message }.`, {
        stopsRun: true,
      });
    }
    throw new HretError('model', `${id}: ${what} ${name}${message === undefined ? '.' : `: ${message}`}`);
  }
}
