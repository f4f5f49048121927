import type { JsonObject } from './json.js';
import type { Sample } from './sample.js';

/**
 * What answering without reading would score: the accuracy of picking at random, the first option, the longest option,
 * or the position that is right most often. Counted from the answer keys as the run goes by; the floor under every table.
 */
export class Floor {
  #n = 0;
  #chance = 0;
  #first = 0;
  #longest = 0;
  #hasLengths = false;
  readonly #positions: number[] = [];

  add(sample: Sample): void {
    const { target } = sample;
    if (target.kind !== 'choice') return;
    this.#n++;
    this.#chance += 1 / target.choices.length;
    if (target.answer === 0) this.#first++;
    const longest = longestOf(target.choices);
    if (longest === target.answer) this.#longest++;
    if (target.choices.some((choice) => choice.length !== target.choices[0]?.length)) this.#hasLengths = true;
    this.#positions[target.answer] = (this.#positions[target.answer] ?? 0) + 1;
  }

  /** Accuracies over the choice questions, `undefined` when there was none. `longest` is left out when all options are equally long labels. */
  get accuracies(): JsonObject | undefined {
    if (this.#n === 0) return undefined;
    const majority = Math.max(...Array.from(this.#positions, (count) => count ?? 0));
    return {
      n: this.#n,
      random: this.#chance / this.#n,
      first: this.#first / this.#n,
      ...(this.#hasLengths && { longest: this.#longest / this.#n }),
      majority: majority / this.#n,
    };
  }
}

/** Index of the longest option in code points; the first of equals. */
export function longestOf(choices: readonly string[]): number {
  const lengths = choices.map((choice) => [...choice].length);
  return lengths.indexOf(Math.max(...lengths));
}
