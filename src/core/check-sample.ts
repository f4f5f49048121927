import { jsonProblem } from './check-value.js';
import { isPlainObject, showValue } from './show-value.js';

/** What is wrong with a sample, and the keys that lead there; none when it is no sample at all. */
export interface SampleProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What keeps a value from being a sample; `undefined` when nothing does. For samples that a user's own code makes. */
export function sampleProblem(value: unknown): SampleProblem | undefined {
  if (!isObject(value)) return expected([], 'a sample, { id, input, target }', value);
  const { id, input, target, group, cluster, images, followUps, temperature, metadata } = value;
  return (
    (isWritten(id) ? undefined : expected(['id'], 'a text', id)) ??
    inputProblem(input, Array.isArray(images) && images.length > 0) ??
    targetProblem(target) ??
    optional('group', group, isWritten, 'a text') ??
    optional('cluster', cluster, isWritten, 'a text') ??
    optional('images', images, isListOf(isImage), 'a list of { url }') ??
    optional('followUps', followUps, isListOf(isWritten), 'a list of texts') ??
    optional('temperature', temperature, isTemperature, 'a number from 0') ??
    optional('metadata', metadata, isPlainObject, 'an object') ??
    metadataProblem(metadata)
  );
}

function inputProblem(input: unknown, hasImages: boolean): SampleProblem | undefined {
  if (typeof input === 'string' && (hasImages || /\S/.test(input))) return undefined;
  return expected(['input'], 'the text of a question', input);
}

function targetProblem(target: unknown): SampleProblem | undefined {
  const { kind, choices, answer, accepted, rubric, reference } = isObject(target) ? target : {};
  switch (kind) {
    case 'choice':
      return choiceProblem(choices, answer);
    case 'text':
      return isTexts(accepted) ? undefined : expected(['target', 'accepted'], 'a list of texts', accepted);
    case 'rubric':
      return typeof rubric === 'string'
        ? optional('target.reference', reference, isText, 'a text')
        : expected(['target', 'rubric'], 'a text', rubric);
    default:
      return isPlainObject(target)
        ? expected(['target', 'kind'], '"choice", "text" or "rubric"', kind)
        : expected(['target'], 'a target, for example { kind: "text", accepted: ["…"] }', target);
  }
}

function choiceProblem(choices: unknown, answer: unknown): SampleProblem | undefined {
  if (!isTexts(choices)) return expected(['target', 'choices'], 'a list of texts', choices);
  if (Number.isInteger(answer) && Number(answer) >= 0 && Number(answer) < choices.length) return undefined;
  return expected(['target', 'answer'], `the place of the right choice, from 0 to ${choices.length - 1}`, answer);
}

function metadataProblem(metadata: unknown): SampleProblem | undefined {
  const found = metadata === undefined ? undefined : jsonProblem(metadata);
  return found && { path: ['metadata', ...found.below], message: found.message };
}

function optional(
  path: string,
  value: unknown,
  accepts: (value: unknown) => boolean,
  what: string,
): SampleProblem | undefined {
  return value === undefined || accepts(value) ? undefined : expected(path.split('.'), what, value);
}

function expected(path: readonly string[], what: string, value: unknown): SampleProblem {
  return { path, message: `expected ${what}, got ${showValue(value)}.` };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isWritten(value: unknown): boolean {
  return isText(value) && value.trim() !== '';
}

/** An object of any class: samples may be instances of one. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isImage(value: unknown): boolean {
  return isObject(value) && isWritten(value.url);
}

function isTemperature(value: unknown): boolean {
  return Number.isFinite(value) && Number(value) >= 0;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function isListOf(accepts: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(accepts);
}
