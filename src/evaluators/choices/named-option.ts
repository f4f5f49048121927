import type { Normalise } from '../normalise.js';
import { type Label, labelled, labelsIn, labelsOf, wholeLabel } from './labels.js';
import { sayings } from './said.js';
import { choicesAtLabels, textsAtLabels } from './shown-options.js';

/** What an answer names: the place of one option, several options, or none. */
export type Named = number | 'several' | undefined;

/** Reads answers to one choice question. Whatever is costly is looked up on first need. */
export class OptionReader {
  readonly #input: string;
  readonly #choices: readonly string[];
  readonly #normalise: Normalise;
  readonly #texts: readonly string[];
  /** Only if the options are nothing but labels. */
  readonly #labels: readonly Label[] | undefined;
  #choiceAt: ReadonlyMap<Label, number> | undefined;
  #textsAt: ReadonlyMap<Label, readonly string[]> | undefined;

  constructor(input: string, choices: readonly string[], normalise: Normalise) {
    this.#input = input;
    this.#choices = choices;
    this.#normalise = normalise;
    this.#texts = choices.map(normalise);
    this.#labels = labelsOf(choices);
  }

  /**
   * The option that an answer, one line of it, names and nothing else: by its text, by its label, or by both. A label
   * of options that are texts counts only if the question shows it before the option, and the text of options that are
   * labels only if the question shows it behind the label. Nothing is guessed.
   */
  named(answer: string): Named {
    for (const saying of sayings(answer)) {
      const named = this.withText(saying) ?? this.#byLabel(saying);
      if (named !== undefined) return named;
    }
    return undefined;
  }

  /** The option whose text this is. */
  withText(text: string): number | undefined {
    const normal = this.#normalise(text);
    const place = normal === '' ? -1 : this.#texts.indexOf(normal);
    return place < 0 ? this.#shownAs(normal) : place;
  }

  /** The option with this label. */
  withLabel(label: Label): number | undefined {
    if (this.#labels === undefined) return this.#choicesAtLabels().get(label);
    const place = this.#labels.indexOf(label);
    return place < 0 ? undefined : place;
  }

  #byLabel(saying: string): Named {
    const label = wholeLabel(saying);
    if (label !== undefined) return this.withLabel(label);
    const parts = labelled(saying);
    if (parts === undefined) return undefined;
    const byLabel = this.withLabel(parts.label);
    const byText = this.#textBeside(parts.text);
    if (byText !== undefined) return byLabel === undefined || byLabel === byText ? byText : 'several';
    if (byLabel === undefined) return undefined;
    if (this.#namesAnother(parts.text, byLabel)) return 'several';
    return this.#goesOnAs(parts.text, byLabel, parts.isApart) ? byLabel : undefined;
  }

  #textBeside(text: string): number | undefined {
    for (const saying of sayings(text)) {
      const place = this.withText(saying);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  #namesAnother(text: string, place: number): boolean {
    return labelsIn(text).some(({ label }) => (this.withLabel(label) ?? place) !== place);
  }

  /** Whether the text after an option's label is that option's text, perhaps with more behind it. */
  #goesOnAs(text: string, place: number, isApart: boolean): boolean {
    const normal = this.#normalise(text);
    const shown = this.#labels === undefined ? [this.#texts[place] ?? ''] : this.#textsBehind(this.#labels[place] ?? '');
    if (shown.length === 0) return isApart && !takesBack.test(normal);
    return shown.some((own) => own !== '' && normal.startsWith(own) && isMoreOn(own, normal.slice(own.length)));
  }

  /** For options that are labels: the one behind whose label the question shows this text, if there is just one. */
  #shownAs(normal: string): number | undefined {
    if (this.#labels === undefined || normal === '') return undefined;
    const places = this.#labels.flatMap((label, place) => (this.#textsBehind(label).includes(normal) ? [place] : []));
    return places.length === 1 ? places[0] : undefined;
  }

  #textsBehind(label: Label): readonly string[] {
    this.#textsAt ??= textsAtLabels(this.#input, this.#normalise);
    return this.#textsAt.get(label) ?? [];
  }

  #choicesAtLabels(): ReadonlyMap<Label, number> {
    this.#choiceAt ??= choicesAtLabels(this.#input, this.#choices);
    return this.#choiceAt;
  }
}

/** What after an option says that it is not the answer, or not alone. */
const takesBack = /^(?:[이가은는] ?)?(?:아[니닌닙님]|틀[리린렸]|오답|제외|또는|혹은|및|or |and |not |[와과,/])/;

/** Whether what follows an option's text leaves it standing: `서울, 한강이 흐르는 도시`, but not `3` in `3.5`. */
function isMoreOn(option: string, rest: string): boolean {
  return !takesBack.test(rest.trimStart()) && !(/[A-Za-z\d]$/.test(option) && /^[.,]?[A-Za-z\d]/.test(rest));
}
