import { cache } from '../../../../src/backends/wraps/cache.js';
import type { Model } from '../../../../src/core/model.js';
import { HretError } from '../../../../src/errors.js';
import { answerTo, identity, question } from '../answers.js';

// Asks the questions 0, 1, 2 … through a cache until it is killed.
const [folder = ''] = process.argv.slice(2);
const model: Model = {
  id: 'm',
  generate: async ({ prompt }) => ({ text: answerTo(prompt.text), finish: 'stop' }),
};
const warn = (message: string) => {
  throw new HretError('store', message);
};
const cached = cache({ folder, identity, cwd: folder, now: Date.now, warn, isClean: () => true })(model);
for (let n = 0; ; n++) {
  await Promise.all([0, 1, 2, 3].map((more) => cached.generate(question(n * 4 + more))));
}
