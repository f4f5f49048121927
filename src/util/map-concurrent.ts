/**
 * Runs `work` over a source with at most `concurrency` items in flight and yields what comes back, in the order it comes
 * back. A sliding window: a slow item delays nobody, and the source is read only as fast as there is room, so memory
 * stays O(concurrency) however long the source is.
 *
 * When `stop` is aborted the source is not read any further; items in flight are finished and yielded. A source that
 * follows the same signal may throw then: it has only stopped. When the source or `work` throws otherwise, or the
 * consumer leaves early, items in flight are awaited before the generator ends.
 */
export async function* mapConcurrent<Item, Made>(
  source: AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Made>,
  stop?: AbortSignal,
): AsyncGenerator<Made, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let ready: Made[] = [];
  let running = 0;
  let isPulling = false;
  let isExhausted = false;
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => {};

  const hasRoom = () => !isExhausted && failure === undefined && running + ready.length < concurrency;
  const succeed = (made: Made) => {
    running--;
    ready.push(made);
    wake();
  };
  const fail = (error: unknown) => {
    running--;
    failure ??= { error };
    wake();
  };
  const pull = async () => {
    isPulling = true;
    try {
      while (hasRoom()) {
        const next = stop?.aborted ? { done: true as const } : await iterator.next();
        if (next.done || stop?.aborted) isExhausted = true;
        else {
          running++;
          work(next.value).then(succeed, fail);
        }
      }
    } catch (error) {
      if (stop?.aborted) isExhausted = true;
      else failure ??= { error };
    } finally {
      isPulling = false;
      wake();
    }
  };
  const somethingHappens = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  try {
    for (;;) {
      if (!isPulling && hasRoom()) void pull();
      if (ready.length > 0) {
        const batch = ready;
        ready = [];
        yield* batch;
      } else if (failure !== undefined) {
        throw failure.error;
      } else if (isExhausted && running === 0 && !isPulling) {
        return;
      } else {
        await somethingHappens();
      }
    }
  } finally {
    isExhausted = true;
    while (running > 0 || isPulling) await somethingHappens();
    await iterator.return?.();
  }
}
