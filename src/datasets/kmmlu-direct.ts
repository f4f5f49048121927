import { kmmluHarness } from './kmmlu-harness.js';

export const plugin = kmmluHarness({
  name: 'kmmlu_direct',
  summary: "KMMLU as lm-eval's kmmlu and kmmlu_direct ask it: the question, the choices and 정답：",
  data: 'KMMLU',
});
