import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPage } from '../../scripts/services/chromium.mjs';
import { askMlflow, type MlflowServer, startMlflow } from '../../scripts/services/mlflow.mjs';
import { tempDir } from '../temp-dir.js';
import { tellContext } from './mlflow-context.js';

const EXPERIMENT = '한국어 평가';
const screenshots = fileURLToPath(new URL('../../.services/screenshots/', import.meta.url));

let folder: Awaited<ReturnType<typeof tempDir>>;
let server: MlflowServer;
let page: string;

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  folder = await tempDir();
  server = await startMlflow(folder.path);
  await tellContext(folder.path, 60, { trackingUri: server.url, experimentName: EXPERIMENT, traces: true });
  const runs: { name: string; run_id: string }[] = await askMlflow(server.url, 'runs', EXPERIMENT);
  page = `${server.url}/#/experiments/1/runs/${runs.find(({ name }) => name === 'sloppy')?.run_id}`;
});

afterAll(async () => {
  await server?.stop();
  await folder?.[Symbol.asyncDispose]();
});

/** The text of a page once these words are on it; a picture of it is kept. */
async function textOf(address: string, picture: string, words: readonly string[]): Promise<string> {
  const look = async (tab: Parameters<Parameters<typeof withPage>[1]>[0]) => {
    for (const word of words) await tab.getByText(word).first().waitFor();
    // The assistant takes a third of the page.
    await tab.click('button[aria-label="Close"]');
    await tab.waitForTimeout(1500);
    await tab.screenshot({ path: join(screenshots, `mlflow-${picture}.png`) });
    return tab.innerText('body');
  };
  return withPage(address, look, { height: 800 });
}

describe('the pages of MLflow in a browser', () => {
  it('show a run with its name, metrics, params and description', async () => {
    const words = ['sloppy', '덧셈 실험', 'accuracy_ci95_low', 'hyperparameters.lr', '95 % interval'];
    const text = await textOf(page, 'run', words);
    for (const word of [...words, '0.85', '0.001']) expect(text).toContain(word);
  });

  it('show its samples with question, answer, expectation and score', async () => {
    const text = await textOf(`${page}/traces`, 'traces', ['60 of 60', 'Expected output', 'accuracy']);
    // Sum 7 is answered wrongly, sum 8 rightly.
    expect(text).toMatch(/7 더하기 7은\(는\)\? "따옴표" 😀\s+모름\s+14개\s+0\s/);
    expect(text).toMatch(/8 더하기 8은\(는\)\? "따옴표" 😀\s+16개\s+16개\s+1\s/);
    expect(text).toMatch(/accuracy\s+AVG\s+0\.85/);
  });

  it('list the context and its runs among the evaluations', async () => {
    const address = `${server.url}/#/experiments/1/evaluation-runs`;
    const text = await textOf(address, 'evaluations', ['덧셈 실험', 'sloppy', 'adder']);
    expect(text).toMatch(/sloppy\s+Eval\s[\s\S]*generic_file\s+0\.85\s/);
  });
});
