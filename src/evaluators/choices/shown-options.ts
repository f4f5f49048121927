import { withoutMarkdown } from '../markdown.js';
import { type Normalise, oneSpelling } from '../normalise.js';
import { type Label, labelsIn, type PlacedLabel } from './labels.js';

/** What the question's text shows at its labels. Only this ties a label to a text; a position alone never does. */

/** The choice whose text stands right behind each label: `B` is 1 where the question says `(B) 서울` and choice 1 is 서울. */
export function choicesAtLabels(input: string, choices: readonly string[]): ReadonlyMap<Label, number> {
  const question = oneSpelling(input);
  const texts = choices.map((choice) => oneSpelling(choice).trim());
  const found = new Map<Label, number>();
  const unclear = new Set<Label>();
  for (const { label, end } of labelsIn(question)) {
    const choice = longestAt(question, end, texts);
    if (choice === undefined) continue;
    if ((found.get(label) ?? choice) !== choice) unclear.add(label);
    found.set(label, choice);
  }
  for (const label of unclear) found.delete(label);
  return found;
}

function longestAt(question: string, at: number, texts: readonly string[]): number | undefined {
  let longest: number | undefined;
  for (const [choice, text] of texts.entries()) {
    if (text === '' || text.length <= (texts[longest ?? -1]?.length ?? 0)) continue;
    if (question.startsWith(text, at) && isWordEnd(question, at + text.length)) longest = choice;
  }
  return longest;
}

function isWordEnd(text: string, at: number): boolean {
  return !/^[\p{L}\p{N}]/u.test(text.slice(at, at + 2)) || !/[\p{L}\p{N}]$/u.test(text.slice(at - 2, at));
}

/**
 * The text behind each of the labels in the question's list of options, normalised: up to the next label of the list or the
 * end of the line. Without such a list, all texts behind each label.
 */
export function textsAtLabels(
  input: string,
  labels: readonly Label[],
  normalise: Normalise,
): ReadonlyMap<Label, readonly string[]> {
  const question = oneSpelling(input);
  const placed = labelsIn(question).filter(({ label }) => labels.includes(label));
  const list = optionList(question, placed, labels) ?? placed;
  const found = new Map<Label, string[]>();
  for (const [place, { label, end }] of list.entries()) {
    const [line = ''] = question.slice(end, list[place + 1]?.start).split('\n', 1);
    const text = normalise(withoutMarkdown(line));
    if (!/[^\p{P}\p{Z}]/u.test(text)) continue;
    const texts = found.get(label);
    if (texts === undefined) found.set(label, [text]);
    else texts.push(text);
  }
  return found;
}

/** The longest run of labels in order, all written the same way; of equally long ones the one with more labels that begin a line, then the last. */
function optionList(
  question: string,
  placed: readonly PlacedLabel[],
  labels: readonly Label[],
): readonly PlacedLabel[] | undefined {
  const styles = new Set(placed.map(({ style }) => style));
  const runs = [...styles].flatMap((style) =>
    runsOf(
      placed.filter((label) => label.style === style),
      labels,
    ),
  );
  const lineStarts = (run: readonly PlacedLabel[]) => run.filter(({ start }) => beginsLine(question, start)).length;
  const [longest] = runs
    .map((run) => ({ run, lines: lineStarts(run), start: run[0]?.start ?? 0 }))
    .sort((a, b) => b.run.length - a.run.length || b.lines - a.lines || b.start - a.start);
  return longest === undefined || longest.run.length < 2 ? undefined : longest.run;
}

function beginsLine(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n';
}

/** Every stretch that begins with the first label and goes on in order. */
function runsOf(placed: readonly PlacedLabel[], labels: readonly Label[]): PlacedLabel[][] {
  const runs: PlacedLabel[][] = [];
  for (const label of placed) {
    const run = runs.at(-1);
    if (label.label === labels[0]) runs.push([label]);
    else if (run !== undefined && label.label === labels[run.length]) run.push(label);
    else if (run !== undefined) runs.push([]);
  }
  return runs;
}
