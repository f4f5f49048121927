/** Vectors that we answer otherwise on purpose, by suite and name, and why. */
export const deviations: readonly { readonly suite: string; readonly name: RegExp; readonly reason: string }[] = [
  { suite: 'math-verify', name: /5=x/, reason: '`5 = x` states a value as `x = 5` does' },
  { suite: 'math-verify', name: /e\^\{i\\pi\}/, reason: 'equal by Euler; math-verify reads e as a symbol' },
  {
    suite: 'lighteval avg_at_k',
    name: /Multiple Correct/,
    reason: 'every accepted answer counts; lighteval compares with the first',
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
