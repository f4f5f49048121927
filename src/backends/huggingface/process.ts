import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onAbort } from '../../core/asked.js';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import type { Abortable, Engine } from './engine.js';
import { type FromHost, receivedError, type ToHost } from './messages.js';
import type { EngineSettings } from './settings.js';

interface Call {
  readonly resolve: (made: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const HOST = fileURLToPath(new URL('./host.js', import.meta.url));
/** Time to end by itself once it is told to; a step of the model may be in its way. */
const FAREWELL_MS = 5000;
const MOST_STDERR = 2000;

/** An engine in a process of its own, which begins with the first question. */
export function engineInProcess(settings: EngineSettings, { env }: Pick<World, 'env'>): Engine {
  const calls = new Map<number, Call>();
  let host: Host | undefined;
  let nextId = 0;

  const call = <Made>(method: Exclude<keyof Engine, 'close'>, question: object, asked: Abortable) =>
    new Promise<Made>((resolve, reject) => {
      const id = nextId++;
      let isOver = false;
      const over = () => {
        isOver = true;
        calls.delete(id);
        stopListening();
        if (calls.size === 0) host?.rest();
      };
      let stopListening = () => {};
      stopListening = onAbort(asked, (reason) => {
        if (!isOver && calls.has(id)) host?.send({ type: 'abort', id });
        over();
        reject(reason);
      });
      if (isOver) return;
      calls.set(id, {
        resolve: (made) => {
          over();
          resolve(made as Made);
        },
        reject: (error) => {
          over();
          reject(error);
        },
      });
      host ??= startHost(settings, env, calls);
      host.work();
      host.send({ type: 'call', id, method, question });
    });

  return {
    generate: (question, asked) => call('generate', question, asked),
    logLikelihoods: (question, asked) => call('logLikelihoods', question, asked),
    nextTokens: (question, asked) => call('nextTokens', question, asked),
    reward: (question, asked) => call('reward', question, asked),
    close: async () => host?.end(),
  };
}

interface Host {
  send(message: ToHost): void;
  /** Keeps this process alive while it is waited for, and only then. */
  work(): void;
  rest(): void;
  end(): Promise<void>;
}

function startHost(settings: EngineSettings, env: World['env'], calls: ReadonlyMap<number, Call>): Host {
  const child = fork(HOST, [], {
    env: { ...env },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let failure: HretError | undefined;
  const failAll = (error: HretError) => {
    failure ??= error;
    for (const { reject } of [...calls.values()]) reject(failure);
  };
  const stderr = tailOf(child);
  child.on('message', (message: FromHost) => {
    if (message.type === 'made') calls.get(message.id)?.resolve(message.made);
    else if (message.type === 'failed') calls.get(message.id)?.reject(receivedError(message.error));
    else if (message.type === 'not-opened') failAll(receivedError(message.error));
  });
  child.on('error', (cause) => failAll(ended(settings, cause.message, '', cause)));
  child.on('exit', (code, signal) => failAll(ended(settings, signal ?? `exit code ${code}`, stderr())));

  const host: Host = {
    send(message) {
      if (failure !== undefined) failAll(failure);
      else child.send(message, (error) => error && failAll(ended(settings, error.message, stderr(), error)));
    },
    work() {
      child.ref();
      child.channel?.ref();
    },
    rest() {
      child.unref();
      child.channel?.unref();
    },
    end: () => endOf(child),
  };
  host.send({ type: 'open', settings });
  return host;
}

/** What it said last, for the error when it ends. */
function tailOf(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-MOST_STDERR);
  });
  const stream = child.stderr as (NodeJS.ReadableStream & { unref?: () => void }) | null;
  stream?.unref?.();
  return () => tail.trim();
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const gone = once(child, 'exit');
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), FAREWELL_MS);
  await gone;
  clearTimeout(timer);
}

function ended({ folder }: EngineSettings, how: string, said: string, cause?: Error): HretError {
  const words = said === '' ? '' : ` It said: ${said}`;
  return new HretError(
    'model',
    `The process of the model ${folder} ended (${how}). If memory ran out, set a smaller dtype or batchSize.${words}`,
    { stopsRun: true, ...(cause !== undefined && { cause }) },
  );
}
