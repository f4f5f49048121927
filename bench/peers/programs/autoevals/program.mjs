// autoevals brings scorers and no runner: a loop of one's own around a scorer is how its pages use it. The answers are
// written to a file at the end, the least that a person would keep.
import { ExactMatch } from 'autoevals';
import { ask, eachOf, keep, report, samples } from './ask.mjs';

const results = await eachOf(samples(), async ({ id, prompt, reference }) => {
  const output = await ask(prompt);
  const { score } = await ExactMatch({ output, expected: reference });
  return { id, output, score };
});
keep(results);
report(results.reduce((sum, { score }) => sum + score, 0) / results.length);
