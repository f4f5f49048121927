import { describe, expect, it } from 'vitest';
import type { GenerateRequest, Model } from '../../src/core/model.js';
import type { Sample } from '../../src/core/sample.js';
import { HretError } from '../../src/errors.js';
import {
  type Fault,
  type LoopbackOptions,
  type LoopbackRequest,
  startLoopbackLlm,
  type TestWorld,
  testWorld,
} from '../../src/testing/index.js';
import { until } from '../until.js';

/** What a backend is made with for the contract. */
export interface ModelSetting {
  /** The base URL of a loopback server that answers prompt `p` with `답 p`. */
  readonly url: string;
  /** The key it must send, and never show. */
  readonly key: string;
  readonly world: TestWorld;
  /** How long a request may take; a hang is found after it. */
  readonly timeoutMs: number;
}

export interface ModelHarness {
  readonly make: (setting: ModelSetting) => Model | Promise<Model>;
  /** Why it has no service behind it, if it has none: what concerns services is skipped with this reason. */
  readonly hasNoService?: string;
  /** Why it does not see aborts, if it does not. */
  readonly ignoresAborts?: string;
  /** Why it takes no images, if it takes none. */
  readonly takesNoImages?: string;
  /** Why it takes images as data only, if it does. */
  readonly takesNoImageAddresses?: string;
  /** Why it gives no log-likelihoods, if it gives none. */
  readonly ranksNothing?: string;
  /** How the server it is made for differs from OpenAI's. */
  readonly server?: Pick<LoopbackOptions, 'abilities' | 'models'>;
}

/** A hang is found after this. */
const SHORT_MS = 250;
/** Long enough for sixty answers at once on a busy machine. */
const LONG_MS = 20_000;
const HANGS: readonly string[] = ['hang', 'hang-after-headers', 'slow-bytes'] satisfies Fault['kind'][];

/** The first bytes of a picture. */
const PNG = 'data:image/png;base64,iVBORw0KGgo=';
const KEY = 'sk-very-secret-0123456789';

/** A question whose first option is the answer the loopback server gives, so that every backend gives the same one. */
export function questionFor(prompt: string, signal = new AbortController().signal, draw = 0): GenerateRequest {
  const sample: Sample = {
    id: prompt,
    input: prompt,
    target: { kind: 'choice', choices: [`답 ${prompt}`, '?'], answer: 0 },
  };
  return { prompt: { text: prompt }, sample, draw, signal };
}

/** What every model promises. */
export function describeModel(name: string, harness: ModelHarness): void {
  const { make, hasNoService, ignoresAborts, takesNoImages, takesNoImageAddresses, ranksNothing, server } = harness;
  const withModel = async <Made>(
    faults: NonNullable<LoopbackOptions['faults']>,
    use: (model: Model, llm: Awaited<ReturnType<typeof startLoopbackLlm>>, world: TestWorld) => Promise<Made>,
  ): Promise<Made> => {
    await using llm = await startLoopbackLlm({ ...server, answer: (prompt) => `답 ${prompt}`, faults });
    const world = testWorld();
    const isSlow =
      typeof faults !== 'function' && faults.some((fault) => fault !== undefined && HANGS.includes(fault.kind));
    const model = await make({ url: llm.url, key: KEY, world, timeoutMs: isSlow ? SHORT_MS : LONG_MS });
    try {
      return await use(model, llm, world);
    } finally {
      await model.close?.();
    }
  };
  const errorWith = (faults: readonly Fault[]) =>
    withModel(faults, (model) =>
      model.generate(questionFor('질문')).then(
        () => expect.fail('it answered'),
        (error: unknown) => error,
      ),
    );

  describe(`the model ${name}`, () => {
    it('is a plain object with an id, so that wraps can spread it', () =>
      withModel([], async (model) => {
        expect(model.id).not.toBe('');
        expect(Object.getPrototypeOf(model)).toBe(Object.prototype);
        expect((await { ...model }.generate(questionFor('하나'))).text).toBe('답 하나');
      }));

    it('gives every one of many questions asked at once its own answer', () =>
      withModel([], async (model) => {
        const prompts = Array.from({ length: 60 }, (_, n) => `질문 ${n}`);
        const answers = await Promise.all(prompts.map((prompt) => model.generate(questionFor(prompt))));
        expect(answers.map(({ text }) => text)).toEqual(prompts.map((prompt) => `답 ${prompt}`));
        expect(answers.every(({ finish }) => finish === 'stop')).toBe(true);
      }));

    it('leaves the request and its sample as they were', () =>
      withModel([], async (model) => {
        const request = questionFor('하나');
        const before = JSON.stringify([request.prompt, request.sample]);
        await model.generate(request);
        expect(JSON.stringify([request.prompt, request.sample])).toBe(before);
      }));

    it.skipIf(ignoresAborts !== undefined)(`asks nothing once it is aborted${because(ignoresAborts)}`, () =>
      withModel([], async (model, llm) => {
        const reason = new HretError('interrupted', 'stopped by the test');
        await expect(model.generate(questionFor('하나', AbortSignal.abort(reason)))).rejects.toBe(reason);
        expect(llm.requests).toHaveLength(0);
      }),
    );
  });

  describe.skipIf(hasNoService !== undefined)(`the service behind ${name}${because(hasNoService)}`, () => {
    it('is asked again after 429, not before the time it names', () =>
      withModel([{ kind: 'status', status: 429, headers: { 'retry-after': '7' } }], async (model, llm, world) => {
        const answer = await model.generate(questionFor('하나'));
        expect(answer).toMatchObject({ text: '답 하나', attempts: 2 });
        expect(world.sleeps).toEqual([7000]);
        expect(llm.answeredTwice).toBe(0);
      }));

    it.each([500, 502, 503, 529, 408, 409])('is asked again after %i', (status) =>
      withModel([{ kind: 'status', status }], async (model) => {
        expect(await model.generate(questionFor('하나'))).toMatchObject({ text: '답 하나', attempts: 2 });
      }),
    );

    it('is given up after a number of failures, with their number and reasons in the error', () =>
      withModel(Array<Fault>(50).fill({ kind: 'status', status: 500, message: 'no luck' }), async (model, llm) => {
        const error = await model.generate(questionFor('하나')).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'model', status: 500, stopsRun: false });
        expect(String(error)).toContain(`${llm.requests.length} requests`);
        expect(String(error)).toContain('no luck');
      }));

    it.each([
      [400, false],
      [413, false],
      [422, false],
      [401, true],
      [403, true],
      [404, true],
    ])('is not asked again after %i', (status, stopsRun) =>
      withModel(Array<Fault>(9).fill({ kind: 'status', status, message: 'mend this' }), async (model, llm) => {
        const error = await model.generate(questionFor('하나')).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'model', status, stopsRun, isRetryable: false });
        expect(String(error)).toContain('mend this');
        expect(llm.requests).toHaveLength(1);
      }),
    );

    it.each<Fault['kind']>([
      'hang',
      'hang-after-headers',
      'truncated-json',
      'truncated-body',
      'empty-choices',
      'reset',
    ])('is asked again after: %s', (kind) =>
      withModel([{ kind } as Fault], async (model) => {
        expect(await model.generate(questionFor('하나'))).toMatchObject({ text: '답 하나', attempts: 2 });
      }),
    );

    it('is given up while it sends a byte at a time for ever', () =>
      withModel([{ kind: 'slow-bytes', everyMs: 40 }], async (model) => {
        expect(await model.generate(questionFor('하나'))).toMatchObject({ text: '답 하나', attempts: 2 });
      }));

    it('says when it withheld an answer', () =>
      withModel([{ kind: 'content-filter' }], async (model) => {
        expect(await model.generate(questionFor('하나'))).toMatchObject({ finish: 'filter' });
      }));

    it('says when an answer was cut at the token limit', () =>
      withModel([{ kind: 'length-stop' }], async (model) => {
        expect(await model.generate(questionFor('하나'))).toMatchObject({ text: '답 하나', finish: 'length' });
      }));

    it('reports the tokens it counted', () =>
      withModel([], async (model) => {
        const { usage } = await model.generate(questionFor('하나'));
        expect(usage).toEqual({ inputTokens: 2, outputTokens: 4, totalTokens: 6 });
      }));

    it('gives each of several answers of different length and fate its own place', () => {
      const fates = ['length-stop', 'content-filter', undefined, 'truncated-json'] as const;
      const byPrompt = ({ prompt, attempt }: LoopbackRequest): Fault | undefined => {
        const kind = attempt === 1 ? fates[Number(prompt) % fates.length] : undefined;
        return kind === undefined ? undefined : { kind };
      };
      return withModel(byPrompt, async (model) => {
        const prompts = Array.from({ length: 12 }, (_, n) => String(n));
        const answers = await Promise.all(prompts.map((prompt) => model.generate(questionFor(prompt))));
        expect(answers.map(({ finish, attempts }) => [finish, attempts])).toEqual(
          prompts.map((_, n) => [['length', 'filter', 'stop', 'stop'][n % 4], n % 4 === 3 ? 2 : 1]),
        );
        const texts = prompts.map((prompt, n) => (n % 4 === 1 ? '' : `답 ${prompt}`));
        expect(answers.map(({ text }) => text)).toEqual(texts);
      });
    });

    it.skipIf(takesNoImages !== undefined)(
      `is sent the images of a sample in their order${because(takesNoImages)}`,
      () =>
        withModel([], async (model, llm) => {
          const first = { url: takesNoImageAddresses === undefined ? 'https://example.com/1.png' : PNG };
          const images = [first, { url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }];
          const request = { ...questionFor('무엇?'), prompt: { text: '무엇?', images } };
          expect((await model.generate(request)).text).toBe('답 무엇?');
          const sent = JSON.stringify(llm.requests[0]?.body);
          // Some services take the data of a data URL without its head.
          const places = ['무엇?', ...images.map(({ url }) => url.replace(/^data:.*,/, ''))].map((text) =>
            sent.indexOf(text),
          );
          expect(places).toEqual([...places].sort((a, b) => a - b));
          expect(places.every((place) => place > 0)).toBe(true);
        }),
    );

    it.skipIf(takesNoImages === undefined)('refuses images rather than ask another question', () =>
      withModel([], async (model, llm) => {
        const request = {
          ...questionFor('무엇?'),
          prompt: { text: '무엇?', images: [{ url: 'https://e.com/1.png' }] },
        };
        await expect(model.generate(request)).rejects.toMatchObject({ code: 'usage' });
        expect(llm.requests).toHaveLength(0);
      }),
    );

    it.skipIf(ranksNothing !== undefined)(`tells how likely options are, in their order${because(ranksNothing)}`, () =>
      withModel([{ kind: 'status', status: 500 }], async (model, llm, world) => {
        const ask = (continuations: readonly string[]) =>
          model.logLikelihoods?.({ ...questionFor('하나의 질문:'), continuations });
        const [first = 0, second = 0, again] = (await ask([' 답', ' 긴 답', ' 답'])) ?? [];
        expect(world.sleeps).toHaveLength(1);
        expect(first).toBeLessThan(0);
        expect(second).toBeLessThan(0);
        expect(second).not.toBe(first);
        expect(again).toBe(first);
        expect(await ask([' 긴 답', ' 답'])).toEqual([second, first]);
        expect(llm.requests.every(({ body }) => body.temperature === 0)).toBe(true);
      }),
    );

    it.skipIf(ranksNothing === undefined)('says why it tells nothing about given options, before it is asked', () =>
      withModel([], async (model) => {
        expect('logLikelihoods' in model).toBe(false);
        expect(model.logLikelihoodAdvice).toMatch(/string_match/);
      }),
    );

    it('is let go at once when a request in flight is aborted', () =>
      withModel([{ kind: 'hang' }], async (model, llm) => {
        const controller = new AbortController();
        const reason = new HretError('interrupted', 'stopped by the test');
        const answer = model.generate(questionFor('하나', controller.signal));
        await until(() => llm.requests.length === 1);
        controller.abort(reason);
        await expect(answer).rejects.toBe(reason);
        await until(() => llm.aborted === 1);
        expect(llm.requests).toHaveLength(1);
      }));

    it('is no longer waited for when the wait before the next attempt is aborted', async () => {
      await using llm = await startLoopbackLlm({ ...server, faults: [{ kind: 'status', status: 500 }] });
      const controller = new AbortController();
      const reason = new HretError('interrupted', 'stopped by the test');
      const world = testWorld({
        sleep: async (_, signal) => {
          controller.abort(reason);
          signal?.throwIfAborted();
        },
      });
      const model = await make({ url: llm.url, key: KEY, world, timeoutMs: LONG_MS });
      await expect(model.generate(questionFor('하나', controller.signal))).rejects.toBe(reason);
      expect(llm.requests).toHaveLength(1);
      await model.close?.();
    });

    it('gets the key, which is kept secret', () =>
      withModel([], async (model, llm, world) => {
        await model.generate(questionFor('하나'));
        expect(JSON.stringify(llm.requests[0]?.headers)).toContain(KEY);
        expect(world.secrets).toContain(KEY);
        expect(model.id).not.toContain(KEY);
      }));

    it.each<[string, Fault]>([
      ['a refusal', { kind: 'status', status: 401, message: `Incorrect API key provided: ${KEY}` }],
      [
        'a refusal in another shape',
        { kind: 'status', status: 400, json: { headers: { Authorization: `Bearer ${KEY}` } } },
      ],
      ['a redirect', { kind: 'status', status: 307, headers: { location: `http://127.0.0.1:1/?key=${KEY}` } }],
      ['a reply without choices', { kind: 'status', status: 200, json: { echo: KEY } }],
      ['a reply of another shape', { kind: 'status', status: 200, json: `echo ${KEY}` }],
    ])('may put the key into %s: it is not in the error', async (_, fault) => {
      const error = await errorWith(Array<Fault>(9).fill(fault));
      expect(error).toBeInstanceOf(HretError);
      expect(inspectDeep(error)).not.toContain(KEY.slice(3));
    });
  });
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (skipped: ${reason})`;
}

/** Everything a log could show of an error, its causes included. */
function inspectDeep(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${inspectDeep(error.cause)}`;
}
