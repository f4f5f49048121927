import { hret } from 'hret';

/** What users export must be nameable in their own declaration files. Compiled, never imported. */
export const model = hret.evaluate({ dataset: 'kmmlu' })(async (input: string) => input);
export const compare = hret.benchmark({ dataset: 'kmmlu' })(() => ({ a: model, b: (input: string) => input }));
export const measure = hret.trackMetrics(['accuracy'])(() => ({ accuracy: 0.9, note: 'text' }));
export const onKmmlu = hret.evaluate({ dataset: 'kmmlu' });
export const comparedOnKmmlu = hret.benchmark({ dataset: 'kmmlu' });
export const tracksAccuracy = hret.trackMetrics(['accuracy']);
export const { evaluate, benchmark, trackMetrics, run } = hret;
export const runs = () => hret.run({ model, compare, measure });
export class Models {
  wrapped = hret.evaluate({ dataset: 'kmmlu' })(async (input: string) => input);

  @hret.evaluate({ dataset: 'kmmlu' })
  async method(input: string) {
    return input;
  }
}
