import type { EvaluationResult } from '../api/evaluation-result.js';
import type { CallContext, ModelFunction, ModelReply } from '../core/model-function.js';
import type { EvaluateOptions } from '../core/options.js';
import type { Sample } from '../core/sample.js';

type MaybePromise<T> = T | Promise<T>;

/** A model function with a `this` of its own. */
export type ModelMethod<This> = (
  this: This,
  input: string,
  sample: Readonly<Sample>,
  ctx: CallContext,
) => ModelReply | Promise<ModelReply>;

/**
 * A model function that can be evaluated. It is intersected with, never derived from, the function, so that signatures,
 * generics, overloads and `this` survive. Without an argument it runs the evaluation; with one it is still the model.
 */
export type Evaluated<F> = (() => Promise<EvaluationResult>) &
  F & {
    /** The options it was declared with, and its name; frozen. */
    readonly evaluation: EvaluateOptions & { readonly name: string };
    /** Runs the evaluation with some options changed. */
    evaluate(overrides?: EvaluateOptions): Promise<EvaluationResult>;
  };

/** Options that cannot be mistaken for a decorator's context, which has a `kind`. */
type Options = EvaluateOptions & NoContext;
/** TypeScript lets a one-parameter function decorate anything; this second parameter makes it refuse getters and fields. */
type NoContext = { readonly kind?: never };

/** The order matters: decorators first, the plain function last. */
export interface EvaluateDecorator {
  /** A method, static or #private too. */
  <This, F extends ModelMethod<This>>(method: F, context: ClassMethodDecoratorContext<This, F>): F;
  /** A field that holds an arrow function. */
  <This, F extends ModelMethod<This>>(
    field: undefined,
    context: ClassFieldDecoratorContext<This, F>,
  ): (initial: F) => F;
  /** A method under `experimentalDecorators`. */
  <F extends ModelMethod<never>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<F>,
  ): TypedPropertyDescriptor<F>;
  /** A plain function. */
  // biome-ignore lint/suspicious/noExplicitAny: with `never`, function expressions get that as their `this`.
  <F extends ModelMethod<any>>(fn: F, notAContext?: NoContext): Evaluated<F>;
}

export interface Evaluate extends EvaluateDecorator {
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  <F extends ModelMethod<any>>(fn: F, options: Options): Evaluated<F>;
  (options?: EvaluateOptions, notAContext?: NoContext): EvaluateDecorator;
}

/** One result for each model, under its name. */
export type ResultsOf<Models> = { [Name in keyof Models]: EvaluationResult };

/** A factory of models that runs them all when it is called. */
export type Benchmark<This, Args extends unknown[], Models> = (this: This, ...args: Args) => Promise<ResultsOf<Models>>;

type ModelsMethod<This> = (this: This) => MaybePromise<Readonly<Record<string, ModelFunction>>>;

export interface BenchmarkDecorator {
  <This, F extends ModelsMethod<This>>(method: F, context: ClassMethodDecoratorContext<This, F>): F;
  <This, F extends ModelsMethod<This>>(
    field: undefined,
    context: ClassFieldDecoratorContext<This, F>,
  ): (initial: F) => F;
  <F extends ModelsMethod<never>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<F>,
  ): TypedPropertyDescriptor<F>;
  <This, Args extends unknown[], Models extends Readonly<Record<string, ModelFunction>>>(
    factory: (this: This, ...args: Args) => MaybePromise<Models>,
  ): Benchmark<This, Args, Models>;
}

export interface MakeBenchmark extends BenchmarkDecorator {
  <This, Args extends unknown[], Models extends Readonly<Record<string, ModelFunction>>>(
    factory: (this: This, ...args: Args) => MaybePromise<Models>,
    options: Options,
  ): Benchmark<This, Args, Models>;
  (options?: EvaluateOptions, notAContext?: NoContext): BenchmarkDecorator;
}

type Measures<This, Name extends string> = (
  this: This,
  // biome-ignore lint/suspicious/noExplicitAny: the standard library's decorator contexts ask for `any` here, not `never`.
  ...args: any
) => MaybePromise<{ readonly [Key in Name]: number }>;

export interface TrackDecorator<Name extends string> {
  <This, F extends Measures<This, Name>>(method: F, context: ClassMethodDecoratorContext<This, F>): F;
  <This, F extends Measures<This, Name>>(
    field: undefined,
    context: ClassFieldDecoratorContext<This, F>,
  ): (initial: F) => F;
  <F extends Measures<never, Name>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<F>,
  ): TypedPropertyDescriptor<F>;
  // biome-ignore lint/suspicious/noExplicitAny: as for models.
  <F extends Measures<any, Name>>(fn: F, notAContext?: NoContext): F;
}

export type TrackMetrics = <const Name extends string>(metrics: readonly Name[]) => TrackDecorator<Name>;

/** What running a function gives, seen from what a call of it returns; `never` when it is nothing that can be run. */
type RunOf<Reply> = Reply extends ModelReply
  ? EvaluationResult
  : Reply extends Readonly<Record<string, ModelFunction>>
    ? ResultsOf<Reply>
    : Reply extends Readonly<Record<string, EvaluationResult>>
      ? Reply
      : Reply extends object
        ? HasNumber<Reply> extends true
          ? Reply
          : never
        : never;

type HasNumber<T> = true extends { [Key in keyof T]-?: T[Key] extends number ? true : never }[keyof T] ? true : false;

type RunOfMember<Member> = Member extends (...args: never) => infer Reply ? RunOf<Awaited<Reply>> : never;

/**
 * What `hret.run` gives for an object. Decorators leave no trace in the type, so it lists every method that could have
 * been declared: a model, a factory of models, or a function that returns numbers.
 */
export type RunsOf<Holder> = {
  readonly [Name in keyof Holder as [RunOfMember<Holder[Name]>] extends [never] ? never : Name]: RunOfMember<
    Holder[Name]
  >;
};

export interface Run {
  /** Runs everything declared on an instance (on a class: its static methods), one after the other. */
  <Holder extends object>(holder: Holder): Promise<RunsOf<Holder>>;
  /** Runs one declared method, with some options changed. */
  <Holder extends object, Name extends keyof RunsOf<Holder>>(
    holder: Holder,
    name: Name,
    overrides?: EvaluateOptions,
  ): Promise<RunsOf<Holder>[Name]>;
}
