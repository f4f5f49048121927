import { chatModelOn } from '../../backends/litellm/chat-model.js';
import { openLitellm, plugin } from '../../backends/litellm.js';
import type { Model } from '../../core/model.js';
import { parseOptions } from '../../core/plugin-options.js';
import { canonicalJson } from '../../util/canonical.js';
import { helperWorld } from './world.js';

interface Opened {
  readonly model: Promise<Model>;
  users: number;
  isDropped: boolean;
}

/** Models with other options than the last sixteen are opened anew. */
const MOST = 16;
const opened = new Map<string, Opened>();

/**
 * Uses a model with these options. Calls with equal options share one, with its connections, its budget, and what it knows of
 * failures.
 */
export async function withModel<Made>(
  params: Readonly<Record<string, unknown>>,
  use: (model: Model) => Promise<Made>,
): Promise<Made> {
  const options = parseOptions(plugin, 'completion', params);
  const key = keyOf(params);
  const entry = opened.get(key) ?? {
    model: openLitellm(options, helperWorld(), chatModelOn),
    users: 0,
    isDropped: false,
  };
  opened.delete(key);
  opened.set(key, entry); // the newest stands last
  entry.users++;
  dropOldest();
  try {
    return await use(await entry.model);
  } catch (error) {
    if (opened.get(key) === entry && (await entry.model.catch(() => undefined)) === undefined) opened.delete(key);
    throw error;
  } finally {
    entry.users--;
    if (entry.isDropped && entry.users === 0) await closed(entry);
  }
}

function dropOldest(): void {
  for (const [key, entry] of opened) {
    if (opened.size <= MOST) return;
    opened.delete(key);
    entry.isDropped = true;
    if (entry.users === 0) void closed(entry);
  }
}

async function closed({ model }: Opened): Promise<void> {
  const made = await model.catch(() => undefined);
  await made?.close?.().catch(() => {});
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** Functions and schemas are the same when they are the same object. */
function keyOf(params: Readonly<Record<string, unknown>>): string {
  const env = Object.entries(process.env).filter(([name]) => /KEY|TOKEN|BASE|AWS_|AZURE_|PROXY/i.test(name));
  return canonicalJson([
    JSON.parse(JSON.stringify(params, (_, part: unknown) => (isOpaque(part) ? `#${numberOf(part)}` : part))),
    env.sort(),
  ]);
}

function isOpaque(part: unknown): part is object {
  return typeof part === 'function' || (typeof part === 'object' && part !== null && '_zod' in part);
}

function numberOf(part: object): number {
  const known = numbers.get(part);
  if (known !== undefined) return known;
  numbers.set(part, ++lastNumber);
  return lastNumber;
}
