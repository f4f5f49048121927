import type { RequestIdentity } from '../../../src/backends/wraps/request-key.js';
import type { GenerateRequest } from '../../../src/core/model.js';
import { questionFor } from '../../contracts/model.js';

export const identity: RequestIdentity = {
  provider: 'test',
  baseUrl: 'http://localhost/v1',
  api: 'chat',
  model: 'm',
  parameters: { temperature: 0 },
};

export function question(n: number): GenerateRequest {
  return questionFor(`질문 ${n}`);
}

/** Long, so that half of it is easily written, and different for every question. */
export function answerTo(prompt: string): string {
  return `${prompt} `.repeat(200 + (prompt.length % 7) * 500);
}
