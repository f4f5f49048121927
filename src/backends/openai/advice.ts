import type { ApiBase } from '../api-base.js';

/** What to set when the service refuses a request; empty when there is nothing to set. */
export function adviceFor(status: number, message: string, base: ApiBase, hasKey: boolean): string {
  switch (status) {
    case 401:
      return hasKey
        ? 'The key was refused: look at OPENAI_API_KEY or modelParams.apiKey.'
        : 'No key was sent: set OPENAI_API_KEY or modelParams.apiKey.';
    case 403:
      return 'This key may not do that: look at OPENAI_API_KEY (or modelParams.apiKey) and modelParams.modelName.';
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
