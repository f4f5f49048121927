import { z } from 'zod';
import type { HttpReply } from '../../backends/http.js';
import { anthropicTranslation } from '../../backends/litellm/anthropic.js';
import type { Line } from '../../backends/openai/model.js';
import { generationOf } from '../../backends/openai/reply.js';
import { jsonIn, shaped } from '../../backends/openai/reply-json.js';
import type { Fields } from '../../backends/openai/translation.js';
import { replyError } from '../../backends/reply-error.js';
import type { Generation } from '../../core/model.js';
import { HretError } from '../../errors.js';

/** A batch as the service tells of it. */
export interface Told {
  readonly id: string;
  readonly status: 'in_progress' | 'canceling' | 'ended';
  readonly providerStatus: string;
  /** Where its results are, once it has ended. */
  readonly results: readonly string[];
  /** Why there are none. */
  readonly failure?: string | undefined;
}

export interface BatchRequest {
  readonly customId: string;
  /** Of a chat, in OpenAI's form. */
  readonly body: Fields;
}

/** The batch API of a service. Half of the usual price at both: their pages say so. */
export interface BatchService {
  submit(requests: readonly BatchRequest[], token: string, signal: AbortSignal): Promise<Told>;
  /** The batch submitted with this token, if the service can tell. */
  find(token: string, signal: AbortSignal): Promise<Told | undefined | 'cannot tell'>;
  retrieve(id: string, signal: AbortSignal): Promise<Told>;
  cancel(id: string, signal: AbortSignal): Promise<Told>;
  /** One line of its results: whose it is, and the answer or why there is none. */
  read(line: unknown): { readonly customId: string; readonly answer: Generation | HretError };
}

type Request = (path: string, body?: unknown) => Promise<HttpReply>;

const anthropicBatch = z.object({
  id: z.string(),
  processing_status: z.enum(['in_progress', 'canceling', 'ended']),
});
const anthropicLine = z.object({
  custom_id: z.string(),
  result: z.object({ type: z.string(), message: z.unknown().optional(), error: z.unknown().optional() }),
});

/** https://docs.anthropic.com/en/docs/build-with-claude/batch-processing */
export function anthropicBatches(line: Line, id: string): BatchService {
  const service = line.serviceOf('/messages/batches', id);
  const ask = (signal: AbortSignal): Request => asker(line, signal);
  const told = (reply: HttpReply): Told => {
    const { id: batchId, processing_status: status } = shaped(anthropicBatch, jsonIn(reply, service), reply, service);
    return { id: batchId, status, providerStatus: status, results: [`/messages/batches/${batchId}/results`] };
  };
  return {
    async submit(requests, _token, signal) {
      const params = requests.map(({ customId, body }) => ({
        custom_id: customId,
        params: anthropicTranslation.request(body),
      }));
      return told(await whole(ask(signal)('/messages/batches', { requests: params }), service));
    },
    find: async () => 'cannot tell',
    retrieve: async (batchId, signal) => told(await whole(ask(signal)(`/messages/batches/${batchId}`), service)),
    cancel: async (batchId, signal) =>
      told(await whole(ask(signal)(`/messages/batches/${batchId}/cancel`, {}), service)),
    read(given) {
      const { custom_id: customId, result } = anthropicLine.parse(given);
      if (result.type !== 'succeeded') {
        const why = result.error === undefined ? '' : `: ${service.redact(JSON.stringify(result.error))}`;
        return { customId, answer: new HretError('model', `${service.name}: the request was ${result.type}${why}.`) };
      }
      const body = JSON.stringify(anthropicTranslation.reply(result.message) ?? result.message ?? null);
      return { customId, answer: answerIn({ status: 200, headers: {}, body }, service) };
    },
  };
}

const openaiBatch = z.object({
  id: z.string(),
  status: z.string(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  errors: z.object({ data: z.array(z.object({ message: z.string().nullish() })).nullish() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
const openaiLine = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.int(), body: z.unknown() }).nullish(),
  error: z.object({ message: z.string().nullish() }).nullish(),
});
const ENDED: readonly string[] = ['completed', 'failed', 'expired', 'cancelled'];
const OURS = 'hret_batch';

/** https://platform.openai.com/docs/guides/batch */
export function openaiBatches(line: Line, id: string): BatchService {
  const service = line.serviceOf('/batches', id);
  const ask = (signal: AbortSignal): Request => asker(line, signal);
  const toldOf = (batch: z.output<typeof openaiBatch>): Told => ({
    id: batch.id,
    status: ENDED.includes(batch.status) ? 'ended' : batch.status === 'cancelling' ? 'canceling' : 'in_progress',
    providerStatus: batch.status,
    results: [batch.output_file_id, batch.error_file_id].flatMap((file) => (file ? [`/files/${file}/content`] : [])),
    failure: batch.errors?.data?.map(({ message }) => message ?? '').join(' ') || undefined,
  });
  const told = (reply: HttpReply) => toldOf(shaped(openaiBatch, jsonIn(reply, service), reply, service));
  return {
    async submit(requests, token, signal) {
      const lines = requests.map(({ customId, body }) =>
        JSON.stringify({ custom_id: customId, method: 'POST', url: '/v1/chat/completions', body }),
      );
      const uploaded = await whole(upload(line, `${lines.join('\n')}\n`, token, signal), service);
      const file = shaped(z.object({ id: z.string() }), jsonIn(uploaded, service), uploaded, service);
      const batch = {
        input_file_id: file.id,
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
        metadata: { [OURS]: token },
      };
      return told(await whole(ask(signal)('/batches', batch), service));
    },
    async find(token, signal) {
      const reply = await whole(ask(signal)('/batches?limit=100'), service);
      const { data } = shaped(z.object({ data: z.array(openaiBatch) }), jsonIn(reply, service), reply, service);
      const found = data.find(({ metadata }) => metadata?.[OURS] === token);
      return found && toldOf(found);
    },
    retrieve: async (batchId, signal) => told(await whole(ask(signal)(`/batches/${batchId}`), service)),
    cancel: async (batchId, signal) => told(await whole(ask(signal)(`/batches/${batchId}/cancel`, {}), service)),
    read(given) {
      const { custom_id: customId, response, error } = openaiLine.parse(given);
      if (response === undefined || response === null) {
        const why = error?.message ?? 'without a reason';
        return {
          customId,
          answer: new HretError('model', `${service.name}: the request was not answered: ${service.redact(why)}.`),
        };
      }
      const reply = { status: response.status_code, headers: {}, body: JSON.stringify(response.body ?? null) };
      return { customId, answer: answerIn(reply, service) };
    },
  };
}

function answerIn(reply: HttpReply, service: ReturnType<Line['serviceOf']>): Generation | HretError {
  try {
    return generationOf(reply, service);
  } catch (error) {
    if (error instanceof HretError) return error;
    throw error;
  }
}

/** Bodies go as they are, whatever protocol the line speaks. */
function asker({ http, urlOf, headers }: Line, signal: AbortSignal): Request {
  return (path, body) =>
    body === undefined
      ? http.get(urlOf(path), headers, { signal })
      : http.postText(urlOf(path), headers, JSON.stringify(body), { signal });
}

/** The lines of a file of results. */
export async function linesOf(line: Line, path: string, id: string, signal: AbortSignal): Promise<unknown[]> {
  const { body } = await whole(asker(line, signal)(path), line.serviceOf(path, id));
  return body.split('\n').flatMap((text) => (text.trim() === '' ? [] : [JSON.parse(text) as unknown]));
}

/** https://platform.openai.com/docs/api-reference/files/create: a form with the purpose and the file. */
function upload(
  { http, urlOf, headers }: Line,
  content: string,
  token: string,
  signal: AbortSignal,
): Promise<HttpReply> {
  const boundary = `hret-${token}`;
  const body = [
    `--${boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n`,
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${token}.jsonl"\r\n`,
    `content-type: application/jsonl\r\n\r\n${content}\r\n--${boundary}--\r\n`,
  ].join('');
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return http.postText(urlOf('/files'), { ...headers, ...type }, body, { signal });
}

async function whole(asked: Promise<HttpReply>, service: ReturnType<Line['serviceOf']>): Promise<HttpReply> {
  const reply = await asked;
  if (reply.status < 200 || reply.status > 299) throw replyError(reply, service);
  return reply;
}
