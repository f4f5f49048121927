import type { Evaluator, Score } from '../../core/evaluator.js';
import type { Model } from '../../core/model.js';
import { referenceOf } from '../../core/sample.js';
import { asJudgeType, type JudgeType, metricOf, templateKeys, templates } from '../../prompts/judge/judge-types.js';
import { compileTemplate } from '../../prompts/python-format.js';
import { strip } from '../../prompts/python-text.js';
import { pythonRegex } from '../../util/unicode-regex.js';
import { textOf } from '../answer-text.js';
import { judgeFields, ownJudgeType } from './judge-fields.js';

const winner = pythonRegex('\\[\\[(?P<winner>[AB])\\]\\]');
const k2Score = pythonRegex('Score:\\s*(?P<score>\\d+(?:\\.\\d+)?)');
const feedback = pythonRegex('Feedback:.*?\\[RESULT\\]\\s*(?P<score>\\d+(?:\\.\\d+)?)', 's');
const result = pythonRegex('\\[RESULT\\]\\s*(?P<score>\\d+(?:\\.\\d+)?)');

/**
 * The ancestor's number: one judge, one order, the first mark in the reply. A comparison that cannot be read counts as
 * wrong. Grades by rubric are only read from a local judge, whose reply has the prompt in front; verdicts on a reference
 * answer are never read, so there is no number.
 */
export function hretJudge(judge: Model, defaultType: JudgeType, rubric: string | undefined): Evaluator {
  return {
    name: 'llm_judge',
    reads: 'text',
    metrics: [metricOf[defaultType], 'average_judge_score', 'judge_accuracy'],
    async score({ sample, answer, signal }) {
      const type = asJudgeType(ownJudgeType(sample) ?? defaultType);
      if (type === undefined) return { status: 'unscored', reason: `there is no judge type "${ownJudgeType(sample)}"` };
      const template = compileTemplate(templates[type], templateKeys, type);
      const fields = judgeFields(sample, textOf(answer, 'llm_judge'), rubric);
      const prompt = template.fill({ ...fields, min: '1', max: '5' });
      const reply = await judge.generate({ prompt: { text: prompt }, sample, draw: 0, signal });
      return read(type, prompt, reply.text, strip(referenceOf(sample.target)));
    },
  };
}

function read(type: JudgeType, prompt: string, reply: string, reference: string): Score {
  const details = { judgeType: type, judgeEvaluation: reply };
  switch (type) {
    case 'response_comparison': {
      const said = winner.exec(reply)?.groups?.winner;
      const isCorrect = said !== undefined && said === reference;
      const shown = { ...details, ...(said !== undefined && { judgeWinner: said }), judgeCorrect: isCorrect };
      return { status: 'scored', values: { judge_accuracy: isCorrect ? 1 : 0 }, isDefinite: true, details: shown };
    }
    case 'k2_eval':
      return graded(k2Score.exec(reply)?.groups?.score, details);
    case 'rubric_and_response': {
      const isLocal = reply.startsWith(prompt);
      const said = isLocal ? (feedback.exec(reply) ?? result.exec(reply))?.groups?.score : undefined;
      return graded(said, details);
    }
    case 'rubric_response_and_gold':
      return { status: 'unscored', reason: 'the ancestor never reads verdicts on a reference answer', details };
    default:
      return type satisfies never;
  }
}

function graded(
  said: string | undefined,
  details: { readonly judgeType: string; readonly judgeEvaluation: string },
): Score {
  if (said === undefined) return { status: 'unscored', reason: 'the ancestor reads no score in this reply', details };
  const judgeScore = Number(said);
  return {
    status: 'scored',
    values: { average_judge_score: judgeScore },
    extracted: said,
    isDefinite: true,
    details: { ...details, judgeScore },
  };
}
