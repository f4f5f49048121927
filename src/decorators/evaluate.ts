import { effectiveOptions } from '../api/effective-options.js';
import { checkOptions } from '../core/check-options.js';
import { type Callable, type Declaration, undecorated } from '../core/declarations.js';
import type { ModelFunction } from '../core/model-function.js';
import type { EvaluateOptions } from '../core/options.js';
import { type Member, withOptions } from './apply.js';
import type { Entry } from './entry.js';
import type { Evaluate } from './types.js';
import { callWith, declared, forwarding } from './wrapper.js';

/** Makes `hret.evaluate`. */
export function makeEvaluate({ evaluateFunction }: Pick<Entry, 'evaluateFunction'>): Evaluate {
  return withOptions('evaluate', (fn: Callable, options: EvaluateOptions, member?: Member) => {
    const name = member?.name ?? (fn.name || 'model');
    const declaration: Declaration = { kind: 'evaluate', options, name, isMember: member !== undefined, original: fn };
    if (member !== undefined) return declared(forwarding(fn), declaration);

    const model = undecorated(fn) as Callable as ModelFunction;
    const start = (started: EvaluateOptions, thisValue?: unknown) =>
      evaluateFunction(model, started, { name, thisValue });
    function modelOrRun(this: unknown, ...args: unknown[]): unknown {
      return args.length === 0 ? start(options, this) : callWith(fn, this, args);
    }
    const evaluate = async (overrides?: unknown) =>
      start(effectiveOptions(options, checkOptions(overrides, `${name}.evaluate`)));
    return Object.defineProperties(declared(modelOrRun, declaration), {
      evaluate: { value: evaluate, configurable: true },
      evaluation: { value: Object.freeze({ ...options, name }), configurable: true },
    });
  }) as Evaluate;
}
