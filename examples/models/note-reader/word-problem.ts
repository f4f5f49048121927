interface Rule {
  when: RegExp;
  solve: (numbers: readonly number[]) => number;
}

/** What a primary-school pupil learns to hear in a problem, the more particular first. */
const RULES: readonly Rule[] = [
  { when: /평균/, solve: (numbers) => sum(numbers) / numbers.length },
  { when: /삼각형.*넓이/, solve: (numbers) => product(numbers) / 2 },
  { when: /사각형.*넓이/, solve: product },
  { when: /둘레.*정사각형/, solve: ([around = 0]) => around / 4 },
  { when: /거스름돈/, solve: (numbers) => (numbers.at(-1) ?? 0) - product(numbers.slice(0, -1)) },
  { when: /할인/, solve: ([price = 0, percent = 0]) => price * (1 - percent / 100) },
  { when: /%/, solve: (numbers) => product(numbers) / 100 },
  { when: /\d+ ?m .*몇 cm/, solve: ([metres = 0, centimetres = 0]) => metres * 100 + centimetres },
  { when: /시속.*거리/, solve: product },
  { when: /나누어/, solve: ([whole = 0, parts = 1]) => whole / parts },
  { when: /남은|남았|내려갔|줄었/, solve: ([before = 0, less = 0]) => before - less },
  { when: /씩.*모두/, solve: product },
  { when: /모두|더하/, solve: sum },
];

/** Solves a one-step word problem by the first rule whose words occur in it. */
export function solveWordProblem(question: string): number | undefined {
  const numbers = numbersIn(question);
  if (numbers.length < 1) return undefined;
  return RULES.find((rule) => rule.when.test(question))?.solve(numbers);
}

function numbersIn(text: string): number[] {
  return (text.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).map((written) => Number(written.replaceAll(',', '')));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a * b, 1);
}
