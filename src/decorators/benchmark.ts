import { type Callable, type Declaration, undecorated } from '../core/declarations.js';
import type { ModelFunction } from '../core/model-function.js';
import { isPlainObject, showValue } from '../core/show-value.js';
import { HretError } from '../errors.js';
import { withOptions } from './apply.js';
import type { Entry } from './entry.js';
import type { MakeBenchmark } from './types.js';
import { callWith, declared, forwarding } from './wrapper.js';

/** Makes `hret.benchmark`. */
export function makeBenchmark({ benchmarkFunctions }: Pick<Entry, 'benchmarkFunctions'>): MakeBenchmark {
  return withOptions('benchmark', (fn, options, member) => {
    const name = member?.name ?? (fn.name || 'models');
    const declaration: Declaration = { kind: 'benchmark', options, name, isMember: member !== undefined, original: fn };
    if (member !== undefined) return declared(forwarding(fn), declaration);

    async function runModels(this: unknown, ...args: unknown[]): Promise<unknown> {
      const models = await modelsFrom(fn, name, this, args);
      return benchmarkFunctions(models, options, { name, thisValue: this });
    }
    return declared(runModels, declaration);
  }) as MakeBenchmark;
}

/** Calls a factory of models; refuses anything else than functions by name. */
export async function modelsFrom(
  factory: Callable,
  name: string,
  thisValue: unknown,
  args: readonly unknown[] = [],
): Promise<Record<string, ModelFunction>> {
  const made = await callWith(undecorated(factory), thisValue, args);
  if (!isPlainObject(made)) throw notModels(name, `it returned ${showValue(made)}`);
  const models = Object.entries(made).map(([key, model]) => [key, asModel(name, key, model)] as const);
  if (models.length === 0) throw notModels(name, 'it returned none');
  return Object.fromEntries(models);
}

function asModel(name: string, key: string, model: unknown): ModelFunction {
  if (typeof model !== 'function') throw notModels(name, `"${key}" is ${showValue(model)}`);
  return undecorated(model as ModelFunction);
}

function notModels(name: string, what: string): HretError {
  return new HretError(
    'usage',
    `hret.benchmark: ${name} must return functions under their names, such as { gpt, claude }; ${what}.`,
  );
}
