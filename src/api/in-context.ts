import { AsyncLocalStorage } from 'node:async_hooks';
import type { EvaluateOptions } from '../core/options.js';
import { HretError, messageOf } from '../errors.js';
import { EvaluationContext } from './context.js';
import { effectiveOptions, optionsFrom } from './effective-options.js';
import { warnUser } from './log.js';
import { settingsOptions } from './settings-options.js';

const open = new AsyncLocalStorage<EvaluationContext>();

/** The context this code runs in, if any. */
export function currentContext(): EvaluationContext | undefined {
  return open.getStore();
}

/** Runs `body` with a context: everything evaluated in it belongs together. If the body throws, the context is recorded as failed and the error is thrown on, unchanged. */
export async function evaluationContext<Made>(
  options: EvaluateOptions,
  body: (context: EvaluationContext) => Made | Promise<Made>,
): Promise<Made> {
  const checked = optionsFrom(options, 'evaluationContext');
  return inContext(
    checked.runName ?? `run_${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}`,
    checked,
    body,
  );
}

/** @internal */
export async function inContext<Made>(
  name: string,
  options: EvaluateOptions,
  body: (context: EvaluationContext) => Made | Promise<Made>,
): Promise<Made> {
  const { runName: _named, ...shared } = effectiveOptions(settingsOptions(), options);
  const context = new EvaluationContext(name, shared);
  return open.run(context, async () => {
    let made: Made;
    try {
      made = await body(context);
    } catch (error) {
      const status = error instanceof HretError && error.code === 'interrupted' ? 'interrupted' : 'failed';
      await context
        .end(status, error)
        .catch((lost: unknown) => warnUser(`"${name}" could not be recorded: ${messageOf(lost)}`));
      throw error;
    }
    await context.end('finished');
    return made;
  });
}
