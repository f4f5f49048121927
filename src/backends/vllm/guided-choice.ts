import type { GenerateRequest, Generation, Model } from '../../core/model.js';
import { optionsOf } from '../../core/sample.js';
import { HretError } from '../../errors.js';

/**
 * The field that binds an answer to choices: since vLLM 0.11 `structured_outputs: { choice }`, before that `guided_choice`,
 * which newer versions ignore, as older ones ignore the newer field.
 * https://docs.vllm.ai/en/latest/features/structured_outputs.html
 */
export type ChoiceField = 'structured_outputs' | 'guided_choice';

/** The choices of a sample as fields of its request; nothing for a question without options. */
export function choiceField(field: ChoiceField): (request: GenerateRequest) => Readonly<Record<string, unknown>> {
  return ({ sample }) => {
    const choice = optionsOf(sample.target);
    if (choice === undefined) return {};
    return field === 'guided_choice' ? { guided_choice: choice } : { structured_outputs: { choice } };
  };
}

/**
 * The model, bound to the options of every question. Which field the server heeds is seen from its answers: one that is none of
 * the options shows that it ignores the field, so the other is tried; when that does not bind it either, the run stops.
 */
export function guided(model: Model, newer: Model, older: Model): Model {
  let bound = newer;
  const { nextTokens: _unbound, ...others } = model;
  return {
    ...others,
    nextTokensAdvice: 'It would, without modelParams.guidedChoice.',
    async generate(request) {
      const first = bound;
      const answer = await first.generate(request);
      if (isBound(answer, request)) return answer;
      const other = first === newer ? older : newer;
      const second = await other.generate(request);
      if (!isBound(second, request)) throw unbound(model.id, second);
      bound = other;
      return second;
    },
    async close() {
      await model.close?.();
    },
  };
}

/** Cut at the token limit, it may be the beginning of an option. */
function isBound({ text, finish }: Generation, { sample }: GenerateRequest): boolean {
  const choices = optionsOf(sample.target);
  if (choices === undefined || finish === 'filter') return true;
  return choices.some((choice) => (finish === 'length' ? choice.startsWith(text) : choice === text));
}

function unbound(id: string, { text }: Generation): HretError {
  return new HretError(
    'model',
    `${id} is not bound to the options of a question: it answered "${[...text].slice(0, 60).join('')}" with structured_outputs and with guided_choice. Is this a vLLM server, and do the options fit into maxTokens? Else leave guidedChoice out.`,
    { stopsRun: true },
  );
}
