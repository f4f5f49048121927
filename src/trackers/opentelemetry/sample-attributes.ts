import type { SampleResult } from '../../core/sample-result.js';
import type { Attributes } from './api.js';

/** What became of one sample, by the names of the semantic conventions for generative AI, and our own names for the rest. */
export function sampleAttributes(result: SampleResult): Attributes {
  const { usage, prediction } = result;
  return {
    'gen_ai.usage.input_tokens': usage?.inputTokens,
    'gen_ai.usage.output_tokens': usage?.outputTokens,
    'gen_ai.response.finish_reasons': prediction === undefined ? undefined : [finishReason(result)],
    'error.type': result.status === 'failed' ? errorType(result) : undefined,
    'hret.sample.id': result.id,
    'hret.sample.index': result.index,
    'hret.sample.trial': result.trial,
    'hret.sample.group': result.group,
    'hret.sample.status': result.status,
    'hret.sample.reason': result.reason,
    'hret.sample.attempts': result.attempts,
    'hret.cost_usd': result.costUsd,
  };
}

/** Question and answer, for those who asked for them. */
export function contentAttributes(result: SampleResult, systemMessage: string | undefined): Attributes {
  const { input, prediction, reference } = result;
  const answer = { role: 'assistant', finish_reason: finishReason(result) };
  return {
    'gen_ai.system_instructions': systemMessage === undefined ? undefined : JSON.stringify(textParts(systemMessage)),
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: textParts(input) }]),
    'gen_ai.output.messages':
      prediction === undefined ? undefined : JSON.stringify([{ ...answer, parts: textParts(prediction) }]),
    'hret.sample.reference': reference,
  };
}

/** One `gen_ai.evaluation.result` for each score. */
export function evaluationEvents(result: SampleResult, withContent: boolean): Attributes[] {
  const { explanation } = result.evaluation;
  return Object.entries(result.scores).map(([name, value]) => ({
    'gen_ai.evaluation.name': name,
    'gen_ai.evaluation.score.value': value,
    'gen_ai.evaluation.explanation': withContent && typeof explanation === 'string' ? explanation : undefined,
  }));
}

function finishReason({ finish }: SampleResult): string {
  return finish === 'filter' ? 'content_filter' : (finish ?? 'stop');
}

function errorType({ stage }: SampleResult): string {
  return stage === undefined ? '_OTHER' : `${stage}_failed`;
}

function textParts(content: string) {
  return [{ type: 'text', content }];
}
