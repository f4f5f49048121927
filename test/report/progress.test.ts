import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressRenderer } from '../../src/report/progress.js';
import { displayWidth } from '../../src/report/text-width.js';
import { progressAt } from './records.js';

/** A terminal (with columns) or a log file (without) that keeps what is written to it, and a clock. */
function screen(columns?: number) {
  const written: string[] = [];
  const stream = { isTTY: columns !== undefined, columns, write: (text: string) => written.push(text) };
  const clock = { now: 0 };
  const renderer = progressRenderer({ stream, now: () => clock.now });
  return { renderer, clock, stream, text: () => written.join(''), written };
}

const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';
const CLEAR = '\r\u001b[2K';

describe('on a terminal', () => {
  it('the line tells where the run stands', () => {
    const { renderer, text } = screen(140);
    renderer.update(progressAt(250, { failed: 2, retries: 4, costUsd: 0.0123 }));
    expect(text()).toBe(
      `${HIDE}${CLEAR}eval_기준  █████░░░░░░░░░░░░░░░  250/1,000  accuracy 0.6842 ± 0.0700  3 min 5 s left  ` +
        '2 failed  4 retries  $0.0123  32.0 s',
    );
  });

  it('the line is repainted in place, and only when it changes', () => {
    const { renderer, written } = screen(80);
    renderer.update(progressAt(1));
    renderer.update(progressAt(1));
    renderer.update(progressAt(2));
    expect(written).toHaveLength(2);
    expect(written[1]?.startsWith(CLEAR)).toBe(true);
    expect(written.join('')).not.toContain('\n');
  });

  it('the line stays inside the columns, whatever the terminal and the name', () => {
    const anyProgress = fc.record({
      name: fc.string({ unit: 'grapheme', maxLength: 80 }),
      done: fc.nat(10_000_000),
      total: fc.option(fc.nat(10_000_000), { nil: undefined }),
      failed: fc.nat(10_000),
      retries: fc.nat(10_000),
      elapsedMs: fc.nat(),
    });
    fc.assert(
      fc.property(anyProgress, fc.integer({ min: 1, max: 200 }), ({ total, ...changes }, columns) => {
        const { renderer, text } = screen(columns);
        renderer.update(progressAt(0, { ...changes, ...(total === undefined ? {} : { total }) }));
        const line = text().replace(HIDE, '').replace(CLEAR, '');
        expect(displayWidth(line)).toBeLessThan(Math.max(2, columns));
        expect(line).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('narrow ones keep what matters most', () => {
    const shown = (columns: number) => {
      const { renderer, text } = screen(columns);
      renderer.update(progressAt(250, { failed: 2 }));
      return text().replace(HIDE, '').replace(CLEAR, '');
    };
    expect(shown(80)).toBe('250/1,000  accuracy 0.6842 ± 0.0700  3 min 5 s left  2 failed  32.0 s');
    expect(shown(40)).toBe('250/1,000  accuracy 0.6842 ± 0.0700');
    expect(shown(20)).toBe('250/1,000');
    expect(shown(6)).toBe('250/…');
  });

  it('a change of its size is followed', () => {
    const { renderer, stream, written } = screen(140);
    renderer.update(progressAt(250));
    stream.columns = 20;
    renderer.update(progressAt(251));
    expect(written[1]).toBe(`${CLEAR}251/1,000`);
  });

  it('clear takes the line away and gives the cursor back; the next update paints again', () => {
    const { renderer, written } = screen(80);
    renderer.update(progressAt(1));
    renderer.clear();
    renderer.clear();
    expect(written.slice(1)).toEqual([CLEAR + SHOW]);
    renderer.update(progressAt(1));
    expect(written[2]?.startsWith(HIDE + CLEAR)).toBe(true);
  });

  it('messages stand above the line, without anything that could move the cursor', () => {
    const { renderer, written } = screen(20);
    renderer.update(progressAt(1));
    renderer.log('warning: \u001b[2Jthe model said\r\n정답');
    expect(written.slice(1)).toEqual([CLEAR + SHOW, 'warning: the model said\n정답\n', `${HIDE}${CLEAR}1/1,000`]);
  });

  it('finish leaves the last line standing and gives the cursor back', () => {
    const { renderer, text } = screen(20);
    renderer.update(progressAt(1000));
    renderer.finish();
    renderer.finish();
    expect(text()).toBe(`${HIDE}${CLEAR}1,000/1,000${CLEAR}${SHOW}1,000/1,000\n`);
  });

  it('a finished run keeps its line when the next one begins', () => {
    const { renderer, text } = screen(20);
    renderer.update(progressAt(1000, { runId: 'a' }));
    renderer.update(progressAt(1, { runId: 'b' }));
    expect(text()).toBe(`${HIDE}${CLEAR}1,000/1,000${CLEAR}${SHOW}1,000/1,000\n${HIDE}${CLEAR}1/1,000`);
  });

  it('a dataset of unknown size has no bar', () => {
    const { renderer, text } = screen(140);
    const { total: _, etaMs: __, ...progress } = progressAt(250);
    renderer.update(progress);
    expect(text()).toBe(`${HIDE}${CLEAR}eval_기준  250  accuracy 0.6842 ± 0.0700  32.0 s`);
  });

  it('without a size counts as 80 columns', () => {
    const { renderer, stream, text } = screen(0);
    stream.columns = undefined;
    renderer.update(progressAt(250));
    expect(displayWidth(text().replace(HIDE, '').replace(CLEAR, ''))).toBe(
      displayWidth('250/1,000  accuracy 0.6842 ± 0.0700  3 min 5 s left  32.0 s  eval_기준'),
    );
  });
});

describe('elsewhere', () => {
  const counts = (text: string) => [...text.matchAll(/(\S+)\/1,000/g)].map((match) => match[1]);

  it('there is a line at the start, every tenth of the way, and at the end', () => {
    const { renderer, text } = screen();
    for (let done = 0; done <= 1000; done += 20) renderer.update(progressAt(done));
    renderer.finish();
    expect(counts(text())).toEqual(['0', '100', '200', '300', '400', '500', '600', '700', '800', '900', '1,000']);
  });

  it('a slow run says something every 30 seconds', () => {
    const { renderer, clock, text } = screen();
    for (let second = 0; second <= 70; second += 10) {
      clock.now = second * 1000;
      renderer.update(progressAt(second / 10));
    }
    expect(counts(text())).toEqual(['0', '3', '6']);
  });

  it('a run that stops on the way is told where it stopped, once', () => {
    const { renderer, text } = screen();
    renderer.update(progressAt(0));
    renderer.update(progressAt(42));
    renderer.finish();
    renderer.finish();
    expect(counts(text())).toEqual(['0', '42']);
  });

  it('runs side by side are told apart', () => {
    const { renderer, text } = screen();
    renderer.update(progressAt(0, { runId: 'a', name: 'a' }));
    renderer.update(progressAt(0, { runId: 'b', name: 'b' }));
    renderer.update(progressAt(100, { runId: 'a', name: 'a' }));
    expect(
      text()
        .split('\n')
        .map((line) => line.slice(0, 2)),
    ).toEqual(['a ', 'b ', 'a ', '']);
  });

  it('nothing but text is written', () => {
    const { renderer, text } = screen();
    renderer.update(progressAt(0, { name: 'a\u001b[31m\nb' }));
    renderer.log('\u001b]0;title\u0007done');
    renderer.clear();
    expect(text()).not.toContain('\u001b');
    expect(text()).toMatch(/^a b {2}0\/1,000/);
    expect(text().endsWith('\ndone\n')).toBe(true);
  });
});
