import { describe, expect, it } from 'vitest';
import { resultText } from '../../../src/trackers/delivery/result-text.js';
import { endOf, resultsOf, startOf } from '../tensorboard/told-run.js';

const finished = endOf(startOf(), resultsOf(200));

describe('the result as text', () => {
  it('has the metrics, the groups, the counts and the setting in tables', () => {
    const text = resultText(finished);
    expect(text).toMatch(/^## 한국사 평가\n\n\*\*finished\*\*, 2026-11-21T03:44:55.000Z – 2026-11-21T03:46:00.000Z/);
    expect(text).toContain('| accuracy | 0.665 | 0.59702 – 0.72676 | 200 |');
    expect(text).toContain('| pass@1 &#124; "odd" | accuracy | 0.67 | 0.57305 – 0.75437 | 100 |');
    expect(text).toContain('| scored | 200 |');
    expect(text).toContain('| model.params.temperature | 0.7 |');
    expect(text).toContain('| hyperparameters.lr | 0.001 |');
  });

  it('takes nobody’s words for markup', () => {
    const hostile = '[클릭](javascript:alert(1)) <img src=x> **굵게** _a_ `b` ~~c~~ | d\n# e &lt;';
    const text = resultText({ ...finished, name: hostile, warnings: [hostile], metadata: { note: hostile } });
    for (const line of text.split('\n').filter((one) => one.includes('클릭'))) {
      const own = line.replace(/^(## |- |\| note \| )/, '').replace(/ \|$/, '');
      expect(own).toMatch(/d &#35; e/);
      expect(own).not.toMatch(/[\\`*_~[\]<>|]|&(?!#\d+;)|(?<!&)#/);
    }
    expect(text.match(/클릭/g)).toHaveLength(3);
  });

  it('shortens long values and says how long they were', () => {
    const text = resultText({ ...finished, metadata: { prompt: '가'.repeat(500) } });
    expect(text).toContain(`| prompt | ${'가'.repeat(300)}… (500 characters) |`);
  });

  it('says why a run failed, and leaves out what there is not', () => {
    const text = resultText({ ...startOf({ metadata: {} }), status: 'failed', error: 'the key was refused' });
    expect(text).toContain('**failed**, started 2026-11-21T03:44:55.000Z: the key was refused');
    expect(text).not.toMatch(/Metrics|Groups|Samples|Warnings/);
  });
});
