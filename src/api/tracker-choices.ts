import type { NamedTracker } from '../core/tracker.js';
import { HretError } from '../errors.js';
import type { TrackerChoice } from './resolve-trackers.js';

/** The trackers of a context, as its options and its body name them. */
export class TrackerChoices {
  #all: readonly TrackerChoice[];
  readonly #heard = new Set<string | TrackerChoice>();

  constructor(fromOptions: readonly TrackerChoice[] = []) {
    this.#all = fromOptions;
  }

  /** Those of the context; an evaluation may name its own. */
  get all(): readonly TrackerChoice[] {
    return this.#all;
  }

  /** Takes the place of the one of the same name. Refused when that one is in use, and was told something else. */
  add(wanted: NamedTracker): void {
    const same = this.#all.find((choice) => keyOf(choice) === wanted.name);
    if (same !== undefined && this.#heard.has(wanted.name)) {
      if (optionsText(same) === optionsText(wanted)) return;
      throw new HretError(
        'usage',
        `The context is mirrored to ${wanted.name} already, with other options. Name the options before the first evaluation.`,
      );
    }
    this.#all = [...this.#all.filter((choice) => choice !== same), wanted];
  }

  /** Those that have not heard of the context yet: its own, and those of one evaluation. */
  unheard(ofEvaluation: readonly TrackerChoice[]): { own: TrackerChoice[]; others: TrackerChoice[] } {
    const own = this.#all.filter((choice) => !this.#heard.has(keyOf(choice)));
    const known = new Set([...this.#heard, ...own.map(keyOf)]);
    return { own, others: ofEvaluation.filter((choice) => !known.has(keyOf(choice))) };
  }

  heard(choices: readonly TrackerChoice[]): void {
    for (const choice of choices) this.#heard.add(keyOf(choice));
  }
}

/** A name, or the tracker object itself. */
function keyOf(choice: TrackerChoice): string | TrackerChoice {
  return typeof choice === 'string' || 'handle' in choice ? choice : choice.name;
}

function optionsText(choice: TrackerChoice): string {
  return JSON.stringify(typeof choice !== 'string' && 'options' in choice ? (choice.options ?? {}) : {});
}
