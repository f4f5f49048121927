import { effectiveOptions } from '../api/effective-options.js';
import { checkOptions } from '../core/check-options.js';
import {
  type Callable,
  type DeclaredMember,
  declarationOf,
  declarationsOf,
  undecorated,
} from '../core/declarations.js';
import type { ModelFunction } from '../core/model-function.js';
import type { EvaluateOptions } from '../core/options.js';
import { flushPending } from '../core/pending.js';
import { showValue } from '../core/show-value.js';
import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';
import { modelsFrom } from './benchmark.js';
import type { Entry } from './entry.js';
import { callWith, classNameOf, nameFor } from './wrapper.js';

type Pipeline = Pick<Entry, 'evaluateFunction' | 'benchmarkFunctions'>;

/** Runs what an object declares: everything, in order, or the one thing called `name`. */
export async function runDeclared(
  pipeline: Pipeline,
  holder: unknown,
  name?: string | symbol,
  overrides?: unknown,
): Promise<unknown> {
  const members = declaredOn(holder);
  if (name !== undefined) {
    const options = checkOptions(overrides, `hret.run ${String(name)}`);
    return runMember(pipeline, holder, memberCalled(name, members, holder), options);
  }
  const runnable = members.filter((member) => !needsArguments(member));
  if (runnable.length === 0) throw wantsArguments(members.map(({ name }) => String(name)).join(', '));
  const results: Record<string | symbol, unknown> = {};
  for (const member of runnable) results[member.name] = await runMember(pipeline, holder, member, {});
  return results;
}

async function runMember(
  { evaluateFunction, benchmarkFunctions }: Pipeline,
  holder: unknown,
  member: DeclaredMember,
  overrides: EvaluateOptions,
): Promise<unknown> {
  const { declaration, fn } = member;
  const caller = { name: nameFor(String(member.name), holder), thisValue: holder };
  switch (declaration.kind) {
    case 'evaluate':
      return evaluateFunction(
        undecorated(fn) as Callable as ModelFunction,
        effectiveOptions(declaration.options, overrides),
        caller,
      );
    case 'benchmark': {
      const models = await modelsFrom(fn, caller.name, holder);
      return benchmarkFunctions(models, effectiveOptions(declaration.options, overrides), caller);
    }
    case 'trackMetrics':
      return runTracked(holder, member, caller.name, overrides);
    default:
      return declaration satisfies never;
  }
}

async function runTracked(
  holder: unknown,
  member: DeclaredMember,
  name: string,
  overrides: EvaluateOptions,
): Promise<unknown> {
  if (needsArguments(member)) throw wantsArguments(name);
  if (Object.keys(overrides).length > 0) {
    throw new HretError('usage', `${name} only tracks what it returns, so it takes no options.`);
  }
  const value = await callWith(member.fn, holder);
  await flushPending();
  return value;
}

/** A tracked method with parameters records when the program calls it; nobody else knows what to pass. */
function needsArguments({ declaration }: DeclaredMember): boolean {
  return declaration.kind === 'trackMetrics' && undecorated(declaration.original).length > 0;
}

function wantsArguments(name: string): HretError {
  const advice = 'Call it yourself: it records on every call.';
  return new HretError('usage', `${name} takes arguments, so hret.run cannot call it. ${advice}`);
}

function declaredOn(holder: unknown): DeclaredMember[] {
  if ((typeof holder !== 'object' && typeof holder !== 'function') || holder === null) {
    throw new HretError('usage', `hret.run takes an object with decorated methods, got ${showValue(holder)}.`);
  }
  const members = declarationsOf(holder);
  if (members.length === 0) throw nothingDeclared(holder);
  return members;
}

function nothingDeclared(holder: object): HretError {
  const name = classNameOf(holder) ?? 'This object';
  return new HretError('usage', `${name} declares nothing to run. ${hintFor(holder, name)}`);
}

function hintFor(holder: object, name: string): string {
  if (typeof holder === 'function') {
    if (declarationOf(holder as Callable) !== undefined) return `It is declared itself: call it, ${name}().`;
    const isClass = typeof holder.prototype === 'object' && holder.prototype !== null;
    if (isClass && declarationsOf(holder.prototype).length > 0) {
      return `Its decorated methods are on its instances: hret.run(new ${name}()).`;
    }
  }
  return 'Decorate a method with @hret.evaluate, @hret.benchmark or @hret.trackMetrics.';
}

function memberCalled(name: string | symbol, members: readonly DeclaredMember[], holder: unknown): DeclaredMember {
  const found = members.find((member) => member.name === name);
  if (found !== undefined) return found;
  const known = members.map((member) => String(member.name));
  const hint = String(name).startsWith('#')
    ? ' A #private method can only be run from inside its class.'
    : didYouMean(String(name), known);
  const owner = classNameOf(holder) ?? 'this object';
  throw new HretError(
    'not_found',
    `Nothing called "${String(name)}" is declared on ${owner}.${hint} Declared: ${known.join(', ')}.`,
  );
}
