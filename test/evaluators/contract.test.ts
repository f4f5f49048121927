import { defaultCotParser, parsedBy } from '../../src/evaluators/cot.js';
import { plugin as custom } from '../../src/evaluators/custom.js';
import { gatedByLanguage, languageEvaluator } from '../../src/evaluators/language.js';
import { plugin as partialMatch } from '../../src/evaluators/partial-match.js';
import { plugin as stringMatch } from '../../src/evaluators/string-match.js';
import { describeEvaluator } from '../contracts/evaluator.js';
import { capitalByLetter, capitalLettered, made, textOf } from './scoring.js';

describeEvaluator('string_match (labels)', {
  make: () => made(stringMatch),
  sample: capitalByLetter,
  answer: '정답: (B)',
});
describeEvaluator('string_match (texts)', {
  make: () => made(stringMatch),
  sample: capitalLettered,
  answer: '서울입니다',
});
describeEvaluator('string_match (accepted)', {
  make: () => made(stringMatch),
  sample: textOf('서울', '4'),
  answer: '서울',
});
describeEvaluator('partial_match (labels)', {
  make: () => made(partialMatch),
  sample: capitalByLetter,
  answer: 'B입니다',
});
describeEvaluator('partial_match (texts)', {
  make: () => made(partialMatch),
  sample: capitalLettered,
  answer: '서울이다',
});
describeEvaluator('partial_match (accepted)', {
  make: () => made(partialMatch),
  sample: textOf('서울', '4'),
  answer: '답은 4',
});
describeEvaluator('custom', {
  make: () => made(custom, { customEvaluator: () => ({}) }),
  sample: textOf('x'),
  answer: 'x',
});
describeEvaluator('the language penalizer', {
  make: () => languageEvaluator('ko'),
  sample: textOf('x'),
  answer: '서울',
});
describeEvaluator('string_match gated by language and behind a parser', {
  make: async () => gatedByLanguage(parsedBy(await made(stringMatch), defaultCotParser), 'ko'),
  sample: capitalByLetter,
  answer: '정답: (B)',
  mayTellFormsApart: "the parser is the ancestor's",
});
for (const plugin of [stringMatch, partialMatch]) {
  describeEvaluator(`${plugin.name} with compat "hret"`, {
    make: () => made(plugin, {}, 'hret'),
    sample: textOf('서울'),
    answer: '정답: 서울',
    mayTellFormsApart: 'the ancestor does',
  });
}
