/** Vectors that we answer otherwise on purpose, by suite and name, and why. */
export const deviations: readonly { readonly suite: string; readonly name: RegExp; readonly reason: string }[] = [
  { suite: 'math-verify', name: /5=x/, reason: '`5 = x` states a value as `x = 5` does' },
  { suite: 'math-verify', name: /e\^\{i\\pi\}/, reason: 'equal by Euler; math-verify reads e as a symbol' },
  {
    suite: 'math-verify',
    name: /\\frac\{1\}\{2\}\$ and \$1\\frac12/,
    reason: 'one and a half is no half; math-verify also tries the last piece of the text',
  },
  {
    suite: 'lighteval chrf',
    name: /./,
    reason: 'lighteval compares the first answer with the references of all sentences; handed over so, ours are equal',
  },
  { suite: 'lighteval chrf_plus', name: /./, reason: 'the same' },
  { suite: 'lighteval ter', name: /./, reason: 'the same' },
  {
    suite: 'lighteval avg_at_k',
    name: /Multiple Correct/,
    reason: 'every accepted answer counts; lighteval compares with the first',
  },
  { suite: 'lighteval pass_at_k_letters', name: /./, reason: 'the vectors call the answer B to the key B wrong' },
  {
    suite: 'lighteval gpqa_instruct_metric',
    name: /Extra Text/,
    reason: '`B, which is cold` is left unscored: words behind the letter are no text of an option',
  },
  {
    suite: 'lighteval gpqa_instruct_metric',
    name: /Different Case/,
    reason: 'a lower-case letter names the option too',
  },
];

export function reasonFor(suite: string, name: string): string | undefined {
  return deviations.find((one) => one.suite === suite && one.name.test(name))?.reason;
}
