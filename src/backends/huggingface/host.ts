// The process that holds a local model. Running a model blocks the thread it runs in, so it has a process of its own:
// timers and requests of the run go on, its memory is given back as a whole, and a crash in native code is an error.

import { type Engine, openEngine } from './engine.js';
import { loadLibrary } from './library.js';
import { type FromHost, sentError, type ToHost } from './messages.js';

const controllers = new Map<number, AbortController>();
let opening: Promise<Engine> | undefined;

const send = (message: FromHost) => void process.send?.(message);

// Ctrl-C reaches every process of a terminal; the run decides what it means.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());
process.on('message', (message: ToHost) => {
  if (message.type === 'open') void open(message);
  else if (message.type === 'abort') controllers.get(message.id)?.abort();
  else void answer(message);
});

async function open({ settings }: Extract<ToHost, { type: 'open' }>): Promise<void> {
  opening = loadLibrary().then((library) => openEngine(library, settings));
  try {
    await opening;
    send({ type: 'opened' });
  } catch (error) {
    send({ type: 'not-opened', error: sentError(error) });
  }
}

async function answer({ id, method, question }: Extract<ToHost, { type: 'call' }>): Promise<void> {
  const controller = new AbortController();
  controllers.set(id, controller);
  try {
    const engine = await opening;
    if (engine === undefined) throw new Error('the model was not opened');
    const ask = engine[method] as (question: object, asked: AbortController) => Promise<unknown>;
    send({ type: 'made', id, made: await ask(question, controller) });
  } catch (error) {
    send({ type: 'failed', id, error: sentError(error) });
  } finally {
    controllers.delete(id);
  }
}
