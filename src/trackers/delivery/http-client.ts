import type { AxiosInstance } from 'axios';
import type { TrackerHttpOptions } from './http-types.js';

const TIMEOUT_MS = 30_000;
const LARGEST_REPLY = 64 * 2 ** 20;

/** A client of axios that keeps connections, follows nothing, and judges no status. */
export async function openClient({ tls = {}, timeoutMs = TIMEOUT_MS }: TrackerHttpOptions): Promise<AxiosInstance> {
  const [{ default: axios }, { Agent: HttpAgent }, { Agent: HttpsAgent }] = await Promise.all([
    import('axios'),
    import('node:http'),
    import('node:https'),
  ]);
  const { isInsecure = false, ...pems } = tls;
  return axios.create({
    adapter: 'http',
    timeout: timeoutMs,
    maxRedirects: 0,
    maxContentLength: LARGEST_REPLY,
    maxBodyLength: Number.POSITIVE_INFINITY,
    responseType: 'arraybuffer',
    transformRequest: [(data: unknown) => data],
    validateStatus: () => true,
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true, ...pems, rejectUnauthorized: !isInsecure }),
  });
}
