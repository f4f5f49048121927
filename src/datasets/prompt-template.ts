import { HretError } from '../errors.js';
import { compileTemplate, type Template } from '../prompts/python-format.js';

const option = 'datasetParams.basePromptTemplate';

/** The prompt template of a dataset or of its user. One without the question is refused: every prompt would be the same. */
export function promptTemplate(template: string, question: string, ...others: readonly string[]): Template {
  const compiled = compileTemplate(template, [question, ...others], option);
  if (compiled.keys.has(question)) return compiled;
  throw new HretError('usage', `${option} has no {${question}}, so every prompt would be the same.`);
}
