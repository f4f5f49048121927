import { z } from 'zod';
import { cellError } from '../sources/cell.js';
import type { RowPlace } from './hub-dataset.js';
import { wholeNumber, written } from './row-schema.js';

/** The 45 subjects of KMMLU. Few-shot examples are taken from the front, so the order matters. */
export const kmmluSubjects = (
  'Accounting Agricultural-Sciences Aviation-Engineering-and-Maintenance Biology Chemical-Engineering ' +
  'Chemistry Civil-Engineering Computer-Science Construction Criminal-Law Ecology Economics Education ' +
  'Electrical-Engineering Electronics-Engineering Energy-Management Environmental-Science Fashion ' +
  'Food-Processing Gas-Technology-and-Engineering Geomatics Health Industrial-Engineer ' +
  'Information-Technology Interior-Architecture-and-Design Law Machine-Design-and-Manufacturing Management ' +
  'Maritime-Engineering Marketing Materials-Engineering Mechanical-Engineering Nondestructive-Testing Patent ' +
  'Political-Science-and-Sociology Psychology Public-Safety Railway-and-Automotive-Engineering Real-Estate ' +
  'Refrigerating-Machinery Social-Welfare Taxation Telecommunications-and-Wireless-Technology Korean-History ' +
  'Math'
).split(' ');

/** The subjects as KMMLU-HARD calls them. */
export const kmmluHardSubjects = kmmluSubjects.map((subject) => subject.toLowerCase().replaceAll('-', '_'));

/** A row of KMMLU and of KMMLU-HARD. */
export const kmmluRow = z.object({
  question: written,
  A: written,
  B: written,
  C: written,
  D: written,
  /** Counts from 1. */
  answer: z.preprocess((value) => (value === '' ? null : value), wholeNumber.nullish()),
});
export type KmmluRow = z.output<typeof kmmluRow>;

/** Which choice is right, from 0. */
export function kmmluAnswer({ answer }: KmmluRow, { where }: RowPlace): number {
  if (answer !== null && answer !== undefined && answer >= 1 && answer <= 4) return answer - 1;
  throw cellError({ value: answer, column: 'answer', where }, `is ${answer ?? 'empty'}; expected 1, 2, 3 or 4.`);
}

export const kmmluCitation =
  'Son et al.: KMMLU: Measuring Massive Multitask Language Understanding in Korean. NAACL 2025, 4076–4104';
