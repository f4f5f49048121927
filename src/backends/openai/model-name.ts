import { z } from 'zod';
import { HretError } from '../../errors.js';
import type { Http } from '../http.js';
import { replyError, type Service } from '../reply-error.js';
import { jsonIn } from './reply-json.js';
import type { Server } from './server.js';

const list = z.object({ data: z.array(z.object({ id: z.string() })) });
const PATIENCE_MS = 10_000;
const SHOWN = 20;

/**
 * The only model a server has, asked from its list (`/models`), for users who name none. Without a list, or with several
 * models in it, the error says what there is to choose from.
 */
export async function onlyModel(
  http: Http,
  url: URL,
  headers: Readonly<Record<string, string>>,
  service: Service,
  { product }: Server,
): Promise<string> {
  const missing = (what: string) =>
    new HretError('usage', `modelParams.modelName is missing, and ${product} at ${service.url} ${what}`);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const reply = await http.get(url, headers, { signal }).catch((error: unknown) => {
    if (error instanceof HretError) throw error;
    throw missing(`did not say within ${PATIENCE_MS / 1000} s which models it has.`);
  });
  if (reply.status !== 200) {
    const { message } = replyError(reply, service);
    throw missing(`does not say which models it has: ${message}`);
  }
  const parsed = list.safeParse(jsonIn(reply, service));
  if (!parsed.success) throw missing('sent no list of models.');
  const names = parsed.data.data.map(({ id }) => id);
  const [only] = names;
  if (only === undefined) throw missing('has no model loaded.');
  if (names.length === 1) return only;
  const rest = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  throw missing(`has ${names.length} models; name one of: ${names.slice(0, SHOWN).join(', ')}${rest}.`);
}
