import { plugin as mathMatch } from '../../../src/evaluators/math-match.js';
import { made, textOf } from '../../evaluators/scoring.js';
import { ran } from '../ran.js';
import { type Case, golden, readJson, type Suite } from '../suite.js';

export async function mathVerifySuite(): Promise<Suite> {
  const cases: Case[] = [];
  for (const { reference, answer, isCorrect } of golden('scoring/math').cases)
    cases.push(await verdictOn(reference, answer, isCorrect));
  return { name: 'math-verify', cases };
}

export async function inspectSuite(folder: string): Promise<Suite> {
  const cases: Case[] = [];
  for (const { output, target, expected } of readJson(`${folder}inspect-math-cases.json`))
    cases.push(await verdictOn(target, output, expected === 'C'));
  return { name: 'inspect_ai math', cases };
}

async function verdictOn(reference: string, answer: string, isCorrect: boolean): Promise<Case> {
  const { values } = await ran(await made(mathMatch), [[textOf(reference), answer]]);
  return {
    name: `${reference} and ${answer}`,
    expected: isCorrect ? 1 : 0,
    actual: values[0]?.accuracy ?? 0,
    tolerance: 0,
  };
}
