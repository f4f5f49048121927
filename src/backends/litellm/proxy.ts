import type { Generation, Model } from '../../core/model.js';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import type { Line } from '../openai/model.js';
import { quoted } from '../reply-error.js';

/**
 * A model behind a LiteLLM proxy. Before the first request the proxy is asked whether it is ready (`/health/readiness`,
 * which needs no key and asks no model), so that one that is down is named as such. https://docs.litellm.ai/docs/proxy/health
 */
export function behindProxy(model: Model, line: Line, warn: World['warn']): Model {
  let asking: Promise<void> | undefined;
  let isReady = false;
  const beReady = async (request: { readonly signal: AbortSignal }) => {
    asking ??= askReadiness(line, model.id, warn, request);
    try {
      await asking;
      isReady = true;
    } finally {
      asking = undefined;
    }
  };
  const ask: Model['generate'] = async (request) => {
    const generation = await model.generate(request);
    if (hasFallenBack(generation)) {
      warn(
        `${model.id}: the proxy answered some samples with a fallback of its own (metadata.model.litellm.attemptedFallbacks says which).`,
      );
    }
    return generation;
  };
  return {
    ...model,
    generate: (request) => (isReady ? ask(request) : beReady(request).then(() => ask(request))),
  };
}

function hasFallenBack({ metadata }: Generation): boolean {
  const { attemptedFallbacks = 0 } = (metadata?.litellm ?? {}) as { readonly attemptedFallbacks?: number };
  return attemptedFallbacks > 0;
}

async function askReadiness(
  { http, urlOf, serviceOf }: Line,
  id: string,
  warn: World['warn'],
  request: { readonly signal: AbortSignal },
): Promise<void> {
  const url = urlOf('');
  url.pathname = url.pathname.replace(/(\/v\d+\w*)?\/*$/, '/health/readiness');
  url.search = '';
  const { status, body } = await http.get(url, { accept: 'application/json' }, request);
  if (status === 200) return;
  const { redact } = serviceOf('', id);
  const where = `${url.host}${url.pathname}`;
  if (status === 503) {
    throw new HretError(
      'model',
      `${id}: the LiteLLM proxy is not ready: ${where} answered 503: ${quoted(body, redact)}.`,
      {
        status,
        isRetryable: true,
        stopsRun: true,
      },
    );
  }
  warn(`${where} answered ${status}: is this a LiteLLM proxy? Whether it is ready is not known.`);
}
