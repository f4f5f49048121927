import { providerModelOf } from './model-name.js';
import type { LitellmOptions } from './options.js';
import { PROVIDERS, UNNAMED } from './providers.js';

/** Which model a name means and where it is, as far as its price depends on it. */
export interface Place {
  readonly id: string;
  readonly modelName: string;
  /** Absent where the address depends on the account. */
  readonly baseUrl: string | undefined;
}

export function placeOfModel(options: Pick<LitellmOptions, 'provider' | 'modelName' | 'model' | 'apiBase'>): Place {
  const { provider, model } = providerModelOf(options);
  const { name, defaultBase } = provider === undefined ? UNNAMED : (PROVIDERS[provider] ?? UNNAMED);
  return { id: `${name}/${model}`, modelName: model, baseUrl: options.apiBase ?? (defaultBase || undefined) };
}
