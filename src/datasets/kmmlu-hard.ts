import { kmmluHarness } from './kmmlu-harness.js';

export const plugin = kmmluHarness({
  name: 'kmmlu_hard',
  summary: "KMMLU-HARD, the 4,104 hardest questions, as lm-eval's kmmlu_hard and kmmlu_direct_hard ask them",
  data: 'KMMLU-HARD',
});
