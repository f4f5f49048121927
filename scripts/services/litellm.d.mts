/**
 * A LiteLLM proxy with this configuration (its `config.yaml`, as an object) and key. `close` ends it. Everything it answers is
 * mocked by its own means; it is told to look up nothing on the network.
 */
export function startLitellmProxy(
  config: object,
  masterKey: string,
): Promise<{ readonly url: string; log(): string; close(): Promise<void> }>;
