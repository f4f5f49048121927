import { nameOf } from './names.js';
import { around, type Make, subjects } from './subjects.js';
import { alwaysLong, longTexts, markedTexts, megabytes, shortTexts } from './texts.js';

/**
 * Scores every text with the subjects from the one at the place in the first argument on, most texts as long as the second one
 * says, and writes a line before each: the parent sees where it stopped.
 */
const [first = 0, size = 0] = process.argv.slice(2).map(Number);
/** Of the texts that are always long. */
const LONG = 20_000;
const MEGABYTE = 1_000_000;

const all: readonly (readonly [string, Make])[] = [
  ...Object.entries(subjects).flatMap(([evaluator, makes]) =>
    Object.entries(makes).map(([what, make]) => [nameOf(evaluator, what), make] as const),
  ),
  ...Object.entries(around),
];

for (const [place, [name, make]] of all.entries()) {
  if (place < first) continue;
  const subject = await make();
  const { longest = MEGABYTE } = subject;
  const sizes = [
    ...Object.entries({ ...longTexts, ...markedTexts }).map(
      ([text, of]) => [text, of, Math.min(alwaysLong.has(text) ? Math.max(LONG, size) : size, longest)] as const,
    ),
    ...Object.entries(shortTexts).map(([text, of]) => [text, of, 0] as const),
    ...(longest < MEGABYTE ? [] : Object.entries(megabytes).map(([text, of]) => [text, of, MEGABYTE] as const)),
  ];
  for (const [text, of, length] of sizes) {
    say({ place, name, text: `${text} (${length})` });
    const score = await subject.score(of(length)).catch((error: unknown) => String(error));
    if (typeof score === 'string') say({ place, name, text, problem: `it threw ${score}` });
    else if (score?.status === 'unscored' && score.reason === '') say({ place, name, text, problem: 'no reason' });
    else if (score?.status === 'scored')
      for (const [metric, value] of Object.entries(score.values)) {
        if (!Number.isFinite(value)) say({ place, name, text, problem: `${metric} is ${value}` });
        if (value === 1 && subject.mayBeRight !== true && metric !== 'is_json')
          say({ place, name, text, problem: `${metric} is 1 for noise` });
      }
  }
}
say({ done: all.map(([name]) => name) });

function say(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
