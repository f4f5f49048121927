/** What a benchmark asks of two rows of ours in its real columns, written out. */
export interface PublishedCase {
  /** As it is registered. */
  readonly dataset: string;
  /** A subset of a benchmark that has some; its results are reported by it. */
  readonly subset?: string;
  /** What the case is about, where a dataset has several. */
  readonly form?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** The row that becomes the example, in the split where examples come from. */
  readonly example: object;
  readonly row: object;
  /** Split of the row; default `test`. */
  readonly split?: string;
  /** Split of the example; default: that of the row, in front of it. */
  readonly exampleSplit?: string;
  /** The prompt, byte for byte. */
  readonly input: string;
  /** What stands in front of it with one example; absent where there are no answers to show, so that examples are refused. */
  readonly prefix?: string;
  /** As recorded; empty for what only a judge can score. */
  readonly reference: string;
  readonly options?: readonly string[];
  /** Default: the subset. */
  readonly group?: string;
}

/** How the Python toolkit writes one example: instruction, question, answer. */
export const ancestorsPrefix = (input: string, reference: string) =>
  `다음은 문제와 정답의 몇 가지 예시입니다.\n\n${input}\n정답: ${reference}\n\n`;
