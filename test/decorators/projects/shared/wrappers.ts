import type { EvaluationResult } from 'hret';
import type { Face } from './face.js';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isTrue = <_Claim extends true>(): void => undefined;

/** The types of the wrapper form. Compiled, never called. */
export async function checkWrapperTypes(hret: Face): Promise<void> {
  const contextual = hret.evaluate({ dataset: 'kmmlu' })((input) => input.toUpperCase());
  isTrue<Same<ReturnType<typeof contextual>, string>>();

  const model = hret.evaluate({ dataset: 'kmmlu' })(async (input: string) => input);
  const text: string = await model('서울은?');
  const result: EvaluationResult = await model();
  const again: EvaluationResult = await model.evaluate({ limit: 50 });
  const name: string = model.evaluation.name;
  const dataset: string | undefined = model.evaluation.dataset;
  // @ts-expect-error options are frozen
  model.evaluation.dataset = 'click';
  // @ts-expect-error the question is text
  void model(3);
  // @ts-expect-error there is no option called datset
  void model.evaluate({ datset: 'kmmlu' });
  // @ts-expect-error there is no option called datset
  hret.evaluate({ datset: 'kmmlu' });
  // @ts-expect-error a number is no answer
  hret.evaluate({ dataset: 'kmmlu' })((input: string) => input.length);
  // @ts-expect-error nor for the short form
  hret.evaluate((input: string) => input.length);
  // @ts-expect-error a model takes the question first
  hret.evaluate((index: number) => `${index}`, { dataset: 'kmmlu' });
  // @ts-expect-error a name is not options
  hret.evaluate((input: string) => input, 'kmmlu');

  const short = hret.evaluate((input: string) => input);
  const shorter: string = short('q');
  const withOptions = hret.evaluate((input: string) => ({ text: input, costUsd: 1 }), { dataset: 'kmmlu' });
  const cost: number = withOptions('q').costUsd;

  const stream = hret.evaluate({})(async function* (input: string) {
    yield input;
  });
  const chunks: AsyncGenerator<string, void, never> = stream('q');

  const generic = hret.evaluate({})(<Text extends string>(input: Text): Text => input);
  isTrue<Same<typeof literal, 'q'>>();
  const literal = generic('q');

  function overloaded(input: string): string;
  function overloaded(input: number): number;
  function overloaded(input: string | number): string | number {
    return input;
  }
  const both = hret.evaluate(overloaded);
  const asText: string = both('q');
  const asNumber: number = both(1);

  const bound = hret.evaluate(function (this: { prefix: string }, input: string) {
    return this.prefix + input;
  });
  const holder = { prefix: 'A', bound };
  const prefixed: string = holder.bound('q');
  // @ts-expect-error it wants a prefix on `this`
  bound('q');

  const constant = hret.evaluate(() => '정답: A');
  const baseline: EvaluationResult = await constant();

  const compare = hret.benchmark({ dataset: 'kmmlu' })(() => ({ gpt: model, claude: (input) => input }));
  const results = await compare();
  isTrue<Same<typeof results, { gpt: EvaluationResult; claude: EvaluationResult }>>();
  const withKey = hret.benchmark({ dataset: 'kmmlu' })(async (key: string) => ({
    gpt: (input: string) => key + input,
  }));
  const { gpt }: { gpt: EvaluationResult } = await withKey('key');
  // @ts-expect-error the factory wants a key
  void withKey();
  // @ts-expect-error there is no model called gemini
  void results.gemini;
  // @ts-expect-error a factory returns functions
  hret.benchmark({ dataset: 'kmmlu' })(() => ({ gpt: 'text' }));
  // @ts-expect-error a factory returns functions, also later
  hret.benchmark(async () => ({ gpt: 1 }));

  const tracked = hret.trackMetrics(['accuracy', 'latency'])((_scale: number) => ({
    accuracy: 0.9,
    latency: 12,
    other: '1',
  }));
  const other: string = tracked(1).other;
  // @ts-expect-error it wants a scale
  tracked();
  // @ts-expect-error f1 is missing
  hret.trackMetrics(['accuracy', 'f1'])(() => ({ accuracy: 0.9 }));
  // @ts-expect-error f1 may be missing
  hret.trackMetrics(['f1'])((): { f1?: number } => ({}));
  // @ts-expect-error f1 is missing later
  hret.trackMetrics(['f1'])(async () => ({ accuracy: 0.9 }));

  void [
    chunks,
    text,
    result,
    again,
    name,
    dataset,
    shorter,
    cost,
    literal,
    asText,
    asNumber,
    prefixed,
    baseline,
    gpt,
    other,
  ];
}

/** What `hret.run` gives, by its types. Compiled, never called. */
export async function checkRunTypes(hret: Face): Promise<void> {
  class Models {
    readonly client = { name: 'a client' };
    wrapped = hret.evaluate({ dataset: 'kmmlu' })((input: string) => input);
    compared = hret.benchmark({ dataset: 'kmmlu' })(() => ({ x: this.wrapped }));
    @hret.evaluate({ dataset: 'kmmlu' })
    async baseline(input: string) {
      return input;
    }
    @hret.benchmark({ dataset: 'kmmlu' })
    async candidates() {
      return { a: (input: string) => input, b: (input: string) => input };
    }
    @hret.trackMetrics(['accuracy'])
    async custom() {
      return { accuracy: 1, note: 'text' };
    }
    reset(): void {}
  }
  const { baseline, candidates, custom, wrapped, compared } = await hret.run(new Models());
  isTrue<Same<typeof baseline, EvaluationResult>>();
  isTrue<Same<typeof candidates, { a: EvaluationResult; b: EvaluationResult }>>();
  isTrue<Same<typeof custom, { accuracy: number; note: string }>>();
  isTrue<Same<typeof wrapped, EvaluationResult>>();
  isTrue<Same<typeof compared, { x: EvaluationResult }>>();
  const one = await hret.run(new Models(), 'baseline', { limit: 5 });
  isTrue<Same<typeof one, EvaluationResult>>();
  // @ts-expect-error reset returns nothing that could be run
  void hret.run(new Models(), 'reset');
  // @ts-expect-error there is no such method
  void hret.run(new Models(), 'basline');
  // @ts-expect-error a client is no function
  void (await hret.run(new Models())).client;
}
