import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import type { Fields, Translation } from '../openai/translation.js';
import { type AwsKeys, signatureHeaders } from './aws-signature.js';
import { chatOf, completionOf, dataIn, fieldsOf, joined, listOf, type Part, renamed, usageOf } from './chat-body.js';

const CONFIG: Readonly<Record<string, string>> = {
  temperature: 'inferenceConfig.temperature',
  top_p: 'inferenceConfig.topP',
  max_tokens: 'inferenceConfig.maxTokens',
  max_completion_tokens: 'inferenceConfig.maxTokens',
  stopSequences: 'inferenceConfig.stopSequences',
  top_k: 'additionalModelRequestFields.top_k',
};

/**
 * Amazon Bedrock's Converse API, which is one for all its models. Without keys the header `authorization` must come from
 * elsewhere (a Bedrock API key). https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export function bedrockTranslation(keys: AwsKeys | undefined, region: string, now: World['now']): Translation {
  return {
    pathOf: (model) => `/model/${encodeURIComponent(model)}/converse`,
    request(body) {
      const { system, turns, isStream, fields } = chatOf(body);
      if (isStream) throw noStream();
      const { model: _, stop, ...rest } = fields;
      const asked = { ...rest, ...(stop !== undefined && { stopSequences: listOf(stop) }) };
      return {
        ...renamed(asked, CONFIG),
        ...(system !== undefined && { system: [{ text: system }] }),
        messages: turns.map(({ role, parts }) => ({ role, content: parts.map(partOf) })),
      };
    },
    reply(json) {
      const { output, stopReason, usage } = fieldsOf(json);
      const { content } = fieldsOf(fieldsOf(output).message);
      if (!Array.isArray(content)) return undefined;
      const blocks = content.map(fieldsOf);
      return completionOf({
        text: joined(blocks.map(({ text }) => text)),
        reasoning: joined(
          blocks.map(({ reasoningContent }) => fieldsOf(fieldsOf(reasoningContent).reasoningText).text),
        ),
        finish: FINISH[String(stopReason)] ?? String(stopReason ?? 'stop'),
        usage: countsOf(fieldsOf(usage)),
      });
    },
    pieces: () => () => [],
    ...(keys !== undefined && {
      headersFor: (url, body) => signatureHeaders({ url, body, keys, region, service: 'bedrock', now: now() }),
    }),
  };
}

const FINISH: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  content_filtered: 'content_filter',
  guardrail_intervened: 'content_filter',
};

function countsOf({ inputTokens, outputTokens, totalTokens, cacheReadInputTokens }: Fields): Fields | undefined {
  return usageOf({
    input: inputTokens,
    output: outputTokens,
    total: totalTokens,
    ...(typeof cacheReadInputTokens === 'number' && cacheReadInputTokens > 0 && { cached: cacheReadInputTokens }),
  });
}

function partOf(part: Part): unknown {
  if (part.kind === 'text') return { text: part.text };
  const data = dataIn(part.url);
  if (data === undefined) {
    throw new HretError('usage', `Bedrock takes no address of an image: give ${part.url} as a file or a data URL.`);
  }
  return { image: { format: data.type.replace(/^image\//, ''), source: { bytes: data.base64 } } };
}

function noStream(): HretError {
  return new HretError(
    'usage',
    'modelParams.stream: Bedrock streams in a form of its own, which is not read here. Leave it out.',
    {
      stopsRun: true,
    },
  );
}
