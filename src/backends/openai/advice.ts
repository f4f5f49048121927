import type { ApiBase } from '../api-base.js';
import type { Server } from './server.js';

interface Refused {
  readonly status: number;
  readonly message: string;
  readonly base: ApiBase;
  readonly hasKey: boolean;
  readonly server: Server;
}

/** What to set when the service refuses a request; empty when there is nothing to set. */
export function adviceFor({ status, message, base, hasKey, server }: Refused): string {
  const own = server.advice?.(status, message);
  if (own !== undefined) return own;
  const keys = [...server.keyVariables, 'modelParams.apiKey'].join(' or ');
  switch (status) {
    case 401:
      return hasKey ? `The key was refused: look at ${keys}.` : `No key was sent: set ${keys}.`;
    case 403:
      return `This key may not do that: look at ${keys}, and at modelParams.modelName.`;
    case 404:
    case 405:
      return base.hasVersion
        ? 'Look at modelParams.modelName, and at modelParams.apiBase, which should end before /chat/completions.'
        : `Try modelParams.apiBase ${base.shown}/v1.`;
    case 400:
      return adviceForParameter(message);
    default:
      return status < 400 ? 'Set modelParams.apiBase to where it points.' : '';
  }
}

function adviceForParameter(message: string): string {
  if (/max_tokens/.test(message) && /max_completion_tokens/.test(message))
    return 'Set maxCompletionTokens, not maxTokens.';
  return /temperature/.test(message) && /support/.test(message) ? 'Set temperature to null to send none.' : '';
}
