import { statSync } from 'node:fs';
import type { LogLevel } from '../config/settings-table.js';
import type { RunStore } from '../core/run-store.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { fileRunStore } from '../history/run-store.js';
import { Secrets } from '../util/redact.js';
import { isSecretKey } from '../util/secret-names.js';
import { type Log, stderrLog } from './log.js';
import { realWorld, Warnings } from './world.js';

/** One stretch of work on runs of one output folder: the world, the store, and what has to be kept quiet. */
export interface Sitting {
  readonly outputDir: string;
  readonly world: World;
  readonly store: RunStore;
  readonly secrets: Secrets;
  readonly log: Log;
  /** What was warned of so far, each once. */
  readonly warnings: () => readonly string[];
}

export function openSitting(outputDir: string, logLevel: LogLevel): Sitting {
  if (statSync(outputDir, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new HretError('usage', `outputDir: "${outputDir}" is a file; runs need a folder.`);
  }
  const secrets = new Secrets();
  for (const secret of secretsOfEnvironment(process.env)) secrets.add(secret);
  const redact = (text: string) => secrets.redact(text);
  const log = stderrLog(logLevel, redact);
  const warnings = new Warnings((message) => log.say('warn', message));
  const world = realWorld({ warn: warnings.warn, keepSecret: (value) => secrets.add(value) });
  const store = fileRunStore(outputDir, { redact, now: world.now, warn: world.warn });
  return { outputDir, world, store, secrets, log, warnings: () => warnings.said };
}

/** Values of variables such as `OPENAI_API_KEY` or `GITHUB_TOKEN`: a model function may print them, and nothing of ours may keep them. */
function secretsOfEnvironment(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value = '']) =>
    isSecretKey(name) && looksLikeKey.test(value) ? [value] : [],
  );
}

/** Long, without spaces and slashes, with a digit: not a path, a method or an address. */
const looksLikeKey = /^(?=.*\d)[\w.+=-]{16,}$/;
