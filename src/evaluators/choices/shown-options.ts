import { type Normalise, oneSpelling } from '../normalise.js';
import { kindOf, type Label, type LabelKind, labelsIn } from './labels.js';

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
 * The texts behind each label of one kind, up to the next such label or the end of the line, normalised. Labels of other
 * kinds are part of the texts: `(A) (가)는 산이다`.
 */
export function textsAtLabels(
  input: string,
  kind: LabelKind,
  normalise: Normalise,
): ReadonlyMap<Label, readonly string[]> {
  const question = oneSpelling(input);
  const labels = labelsIn(question).filter(({ label }) => kindOf(label) === kind);
  const found = new Map<Label, string[]>();
  for (const [place, { label, end }] of labels.entries()) {
    const [line = ''] = question.slice(end, labels[place + 1]?.start).split('\n', 1);
    const text = normalise(line);
    if (!/[\p{L}\p{N}]/u.test(text)) continue;
    const texts = found.get(label);
    if (texts === undefined) found.set(label, [text]);
    else texts.push(text);
  }
  return found;
}
