import { existsSync } from 'node:fs';
import { PROVIDERS } from '../../backends/litellm/providers.js';
import type { World } from '../../core/world.js';
import { hubSettings } from '../../sources/hub-settings.js';
import type { Finding } from './finding.js';
import { folderProblem } from './folder.js';

/** Variables that other parts than models read. */
const others: Readonly<Record<string, readonly string[]>> = {
  'Hugging Face': ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_ENDPOINT'],
  MLflow: ['MLFLOW_TRACKING_URI', 'MLFLOW_TRACKING_TOKEN', 'MLFLOW_TRACKING_USERNAME'],
  'Weights & Biases': ['WANDB_API_KEY', 'WANDB_MODE', 'WANDB_BASE_URL'],
  OpenTelemetry: ['OTEL_EXPORTER_OTLP_ENDPOINT'],
  'the webhook': ['HRET_WEBHOOK_URL', 'HRET_WEBHOOK_SECRET'],
  'the way out': ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'https_proxy', 'http_proxy', 'no_proxy'],
};

/** Which services the environment names, by its variables; their values are never told. */
export function variableFindings(env: World['env']): Finding[] {
  const models = Object.values(PROVIDERS).map(
    ({ product, name, keyVariables = [], baseVariables = [] }): readonly [string, readonly string[]] => [
      name === 'openai' ? 'OpenAI' : product,
      [...keyVariables, ...baseVariables],
    ],
  );
  const byService = new Map<string, Set<string>>();
  for (const [service, variables] of [...models, ...Object.entries(others)])
    for (const variable of variables)
      if (env[variable] !== undefined) byService.set(service, (byService.get(service) ?? new Set()).add(variable));
  const findings = [...byService].map(([service, variables]) => variableFinding(service, [...variables], env));
  const isAnyModel = models.some(([service]) => byService.has(service));
  if (isAnyModel) return findings;
  const what = 'keys of models';
  return [{ what, state: 'note', found: 'no variable of a model service is set, such as OPENAI_API_KEY' }, ...findings];
}

function variableFinding(service: string, variables: readonly string[], env: World['env']): Finding {
  const what = `variables for ${service}`;
  const odd = variables.filter((variable) => env[variable]?.trim() === '' || env[variable] !== env[variable]?.trim());
  if (odd.length === 0) return { what, state: 'ok', found: `${variables.join(', ')} set` };
  return {
    ...{ what, state: 'problem', found: `${odd.join(', ')}: blank, or with spaces or a line end around the value` },
    advice: 'Set it to the bare value, or unset it.',
  };
}

/** Where files of the hub come from and are kept. */
export async function hubFinding(world: World): Promise<Finding> {
  const { endpoint, token, cacheFolder, isOffline } = await hubSettings(world);
  const host = URL.canParse(endpoint) ? new URL(endpoint).host : undefined;
  const what = 'hub';
  if (host === undefined)
    return { what, state: 'problem', found: 'HF_ENDPOINT is no address', advice: 'Unset it, or set a whole URL.' };
  const problem = folderProblem(cacheFolder);
  if (problem !== undefined)
    return {
      what,
      state: 'problem',
      found: `its cache ${cacheFolder} ${problem}`,
      advice: 'Set HF_HOME to a folder of yours.',
    };
  const kept = existsSync(cacheFolder) ? cacheFolder : `${cacheFolder} (made when it is needed)`;
  const how = `${host}, ${token === undefined ? 'without' : 'with'} a token, cache in ${kept}`;
  if (!isOffline) return { what, state: 'ok', found: how };
  return { what, state: 'note', found: `${how}; HF_HUB_OFFLINE is set, so only the cache is read` };
}
