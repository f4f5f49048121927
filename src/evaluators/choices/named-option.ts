import { partsIn } from '../contained.js';
import { withoutMarkdown } from '../markdown.js';
import type { Normalise } from '../normalise.js';
import { type Label, labelled, labelsIn, labelsInSentence, wholeLabel } from './labels.js';
import type { OptionTable } from './option-table.js';
import { sayings } from './said.js';
import { choicesAtLabels, textsAtLabels } from './shown-options.js';

/** What an answer names: the place of one option, several options, or none. */
export type Named = number | 'several' | undefined;

/** Reads answers to one choice question. What is costly is looked up on first need. */
export class OptionReader {
  readonly #input: string;
  readonly #declared: ReadonlyMap<Label, number> | undefined;
  readonly #table: OptionTable;
  readonly #normalise: Normalise;
  /** The normalised question. */
  #question: string | undefined;
  #choiceAt: ReadonlyMap<Label, number> | undefined;
  #textsAt: ReadonlyMap<Label, readonly string[]> | undefined;

  /** `declared` are labels that the data itself gives the options. */
  constructor(input: string, table: OptionTable, normalise: Normalise, declared?: ReadonlyMap<Label, number>) {
    this.#declared = declared;
    this.#input = input;
    this.#table = table;
    this.#normalise = normalise;
  }

  /**
   * The option that one line of an answer names and nothing else: by its text, by its label, or by both. A label of
   * options that are texts counts only if the question shows it before the option, and the text of options that are
   * labels only if the question shows it behind the label. Nothing is guessed.
   */
  named(line: string): Named {
    for (const saying of sayings(line)) {
      const named = this.alone(saying) ?? this.#labelledBy(saying);
      if (named !== undefined) return named;
    }
    return undefined;
  }

  /**
   * All options that stand anywhere in a text: by their labels and by their texts. For options that are labels, the texts
   * that the question shows behind them count only if there is no label.
   */
  mentioned(text: string): Set<number> {
    const whole = this.alone(text) ?? this.said(text);
    if (whole !== undefined) return new Set([whole]);
    const labels = [...labelsIn(text).map(({ label }) => label), ...labelsInSentence(text)];
    const byLabel = labels.map((label) => this.withLabel(label)).filter((place) => place !== undefined);
    if (this.#table.labels !== undefined && byLabel.length > 0) return new Set(byLabel);
    return new Set([...byLabel, ...this.#textsIn(text)]);
  }

  #textsIn(text: string): number[] {
    const texts = this.#table.texts.flatMap((_, place) => this.#textsOf(place).map((own) => ({ own, place })));
    const found = partsIn(
      texts.map(({ own }) => own),
      this.#normalise(text),
    );
    return texts.flatMap(({ place }, index) => (found.has(index) ? [place] : []));
  }

  /** The option that a text is, by its text or its label alone. */
  alone(text: string): number | undefined {
    const normal = this.#normalise(text);
    const label = wholeLabel(text);
    const named = this.#choiceWith(normal) ?? (label === undefined ? undefined : this.withLabel(label));
    return named ?? this.#shownAs(normal);
  }

  /** The option whose text a line says. */
  said(line: string): number | undefined {
    for (const saying of sayings(line)) {
      const place = this.withText(saying);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  /** The option whose text this is. */
  withText(text: string): number | undefined {
    const normal = this.#normalise(text);
    return this.#choiceWith(normal) ?? this.#shownAs(normal);
  }

  #choiceWith(normal: string): number | undefined {
    const place = normal === '' ? -1 : this.#table.texts.indexOf(normal);
    return place < 0 ? undefined : place;
  }

  /** The option that is this label, or that the question shows behind it. */
  withLabel(label: Label): number | undefined {
    const place = this.#table.labels?.indexOf(label) ?? -1;
    if (place >= 0) return place;
    return this.#choicesAtLabels().get(label) ?? this.#declared?.get(label);
  }

  /** By a label and the text beside it, which must not contradict each other. */
  #labelledBy(saying: string): Named {
    const parts = labelled(saying);
    if (parts === undefined) return undefined;
    const byLabel = this.withLabel(parts.label);
    const byText = this.said(parts.text);
    if (byText !== undefined) return byLabel === undefined || this.#table.isSame(byLabel, byText) ? byText : 'several';
    if (byLabel === undefined) return undefined;
    if (this.#namesAnother(parts.text, byLabel)) return 'several';
    return this.#goesOnAs(parts.text, byLabel, parts.isApart) ? byLabel : undefined;
  }

  #namesAnother(text: string, place: number): boolean {
    return labelsIn(text).some(({ label }) => (this.withLabel(label) ?? place) !== place);
  }

  /** Whether the text after an option's label is that option's text, perhaps with more behind it. */
  #goesOnAs(text: string, place: number, isApart: boolean): boolean {
    const normal = this.#normalise(text);
    const own = this.#textsOf(place);
    if (own.length === 0) return isApart && !takesBack.test(normal);
    return own.some(
      (option) =>
        (option.startsWith(normal) && isMoreOn(normal, option.slice(normal.length))) ||
        (normal.startsWith(option) && this.#isLeftStanding(option, normal.slice(option.length), place)),
    );
  }

  #isLeftStanding(option: string, rest: string, place: number): boolean {
    if (!isMoreOn(option, rest)) return false;
    const listed = /^ ?[,/] ?(.+)$/s.exec(rest)?.[1];
    if (listed === undefined) return true;
    return !this.#table.texts.some(
      (_, other) => other !== place && this.#textsOf(other).some((text) => listed.startsWith(text)),
    );
  }

  #textsOf(place: number): readonly string[] {
    const { texts, labels } = this.#table;
    return labels === undefined
      ? texts.slice(place, place + 1).filter((text) => text !== '')
      : this.#textsBehind(labels[place] ?? '');
  }

  /** For options that are labels: the one behind whose label the question shows this text, if there is just one. */
  #shownAs(normal: string): number | undefined {
    const { labels } = this.#table;
    if (labels === undefined || normal === '') return undefined;
    this.#question ??= this.#normalise(withoutMarkdown(this.#input));
    if (!this.#question.includes(normal)) return undefined;
    const places = labels.flatMap((label, place) => (this.#textsBehind(label).includes(normal) ? [place] : []));
    return places.length === 1 ? places[0] : undefined;
  }

  #textsBehind(label: Label): readonly string[] {
    this.#textsAt ??= textsAtLabels(this.#input, this.#table.labels ?? [], this.#normalise);
    return this.#textsAt.get(label) ?? [];
  }

  #choicesAtLabels(): ReadonlyMap<Label, number> {
    this.#choiceAt ??= choicesAtLabels(this.#input, this.#table.choices);
    return this.#choiceAt;
  }
}

/** What after an option says that it is not the answer, or not alone. */
const takesBack = /^ ?(?:[이가은는] ?)?(?:아[니닌닙님]|틀[리린렸]|오답|제외|또는|혹은|및|or |and |not |[와과] )/;

/** Whether what follows an option's text leaves it standing: `서울, 한강이 흐르는 도시`, but not `3` in `3.5`. */
function isMoreOn(option: string, rest: string): boolean {
  return !takesBack.test(rest) && !(/[A-Za-z\d]$/.test(option) && /^[.,]?[A-Za-z\d]/.test(rest));
}
