import { partsIn } from '../contained.js';
import { withoutMarkdown } from '../markdown.js';
import type { Normalise } from '../normalise.js';
import { type Conclusion, concluded } from './conclusion.js';
import { alphabets, type Label, labelled, labelsIn, labelsInSentence, wholeLabel } from './labels.js';
import { mentionsIn } from './mentions.js';
import { optionNames, plainText } from './option-names.js';
import { bareText, type OptionTable } from './option-table.js';
import { Places } from './places.js';
import { asksForWrong } from './question.js';
import { sayings } from './said.js';
import { choicesAtLabels, textsAtLabels } from './shown-options.js';

/** What an answer names: the place of one option, several options, or none. */
export type Named = number | 'several' | undefined;

/** What labels count besides those that the question shows. */
export interface LabelRules {
  /** Labels that the data itself gives the options. */
  readonly declared?: ReadonlyMap<Label, number> | undefined;
  /** A label that is not shown counts to the option at its place. */
  readonly countsPlaces?: boolean;
}

/** Reads answers to one choice question. What is costly is looked up on first need. */
export class OptionReader {
  readonly #input: string;
  readonly #declared: ReadonlyMap<Label, number> | undefined;
  readonly #table: OptionTable;
  readonly #normalise: Normalise;
  readonly #places: Places | undefined;
  /** The normalised question. */
  #question: string | undefined;
  #choiceAt: ReadonlyMap<Label, number> | undefined;
  #textsAt: ReadonlyMap<Label, readonly string[]> | undefined;

  constructor(input: string, table: OptionTable, normalise: Normalise, { declared, countsPlaces }: LabelRules = {}) {
    this.#declared = declared;
    this.#input = input;
    this.#table = table;
    this.#normalise = normalise;
    this.#places = countsPlaces ? new Places(input, table.choices) : undefined;
  }

  /**
   * The option that one line of an answer names and nothing else: by its text, by its label, or by both. A label of
   * options that are texts counts only if the question shows it before the option, and the text of options that are
   * labels only if the question shows it behind the label. With `countsPlaces` a label alone also counts to a place.
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

  /** What the sentences of a text say of the options they name, where no part of it is an option by itself. */
  concludes(text: string): Conclusion {
    const plain = plainText(text);
    const names = optionNames(
      this.#table,
      {
        withLabel: (label) => this.withLabel(label),
        atPlace: this.#places && ((label, written) => this.#atPlace(label, written)),
        ofOrdinal: (place) => this.#places?.ofOrdinal(place),
      },
      (option) => this.#textsOf(option),
    );
    return concluded(plain, mentionsIn(plain, names), {
      asksForWrong: asksForWrong(this.#input),
      isSame: this.#table.isSame,
      isStatement: (option) => isStatementOf(this.#table.texts, option),
    });
  }

  /** The option that a text is, by its text or its label alone. */
  alone(text: string): number | undefined {
    const normal = this.#normalise(text);
    const label = wholeLabel(text);
    const named = this.#choiceWith(normal) ?? (label === undefined ? undefined : this.withLabel(label));
    return named ?? this.#shownAs(normal) ?? (label === undefined ? undefined : this.#atPlace(label, text));
  }

  /** The option that a label which is not shown counts to. Where the options have labels, to the one with that label. */
  #atPlace(label: Label, written: string): number | undefined {
    const place = this.#places?.at(label, written);
    if (place === undefined) return undefined;
    const shown = this.#shownAt(place);
    return shown.size === 0 ? place : onlyOf(shown);
  }

  /** The options that the question shows with the label of this place, of any kind. */
  #shownAt(place: number): ReadonlySet<number> {
    const found = Object.values(alphabets).map((labels) => this.withLabel(labels[place] ?? ''));
    return new Set(found.filter((option) => option !== undefined));
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
    const { texts, bare, isSame } = this.#table;
    const place = normal === '' ? -1 : texts.indexOf(normal);
    if (place >= 0) return place;
    const short = bareText(normal);
    const first = short === '' ? -1 : bare.indexOf(short);
    return first >= 0 && bare.every((text, other) => text !== short || isSame(other, first)) ? first : undefined;
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
    const place = byLabel ?? this.#atPlace(parts.label, saying);
    if (place === undefined) return undefined;
    if (this.#namesAnother(parts.text, place)) return 'several';
    return this.#goesOnAs(parts.text, place, parts.isApart) ? place : undefined;
  }

  #namesAnother(text: string, place: number): boolean {
    return labelsIn(text).some(({ label }) => (this.withLabel(label) ?? this.#atPlace(label, text) ?? place) !== place);
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
    if (!isMoreOn(option, rest) || isDenied.test(rest)) return false;
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

/** `ㄱ` where another option is `ㄱ, ㄴ`. */
function isStatementOf(texts: readonly string[], option: number): boolean {
  const own = texts[option] ?? '';
  return /^[ㄱ-ㅎ]$/.test(own) && texts.some((text) => text !== own && /^[ㄱ-ㅎ](?:\P{L}{0,3}[ㄱ-ㅎ])+$/u.test(text));
}

/** What after an option says that it is not the answer, or not alone. */
const takesBack = /^ ?(?:[이가은는] ?)?(?:아[니닌닙님]|틀[리린렸]|오답|제외|또는|혹은|및|or |and |not |[와과] )/;

/** `세종은 훈민정음을 창제하지 않았다`: what is said of the option is no answer. */
const isDenied = /^(?:은|는) [^.\n]{0,80}(?:지 ?(?:않|못)|아[니닙]|없)[^.\n,]{0,12}(?:[.\n]|$)/;

/** Whether what follows an option's text leaves it standing: `서울, 한강이 흐르는 도시`, but not `3` in `3.5`. */
function isMoreOn(option: string, rest: string): boolean {
  return !takesBack.test(rest) && !(/[A-Za-z\d]$/.test(option) && /^[.,]?[A-Za-z\d]/.test(rest));
}

function onlyOf(options: ReadonlySet<number>): number | undefined {
  return options.size === 1 ? [...options][0] : undefined;
}
