/**
 * Runs `work` over a source with at most `concurrency` items in flight and yields what comes back, in the order it comes
 * back. A sliding window: a slow item delays nobody, and the source is read only as fast as there is room, so memory
 * stays O(concurrency) however long the source is.
 *
 * Both ends are batches, because every item of an async generator costs several turns of the microtask queue: what the
 * source has at hand is taken without waiting, and what has come back is yielded together.
 *
 * When `stop` is aborted the source is not read any further; items in flight are finished and yielded. A source that
 * follows the same signal may throw then: it has only stopped. When the source or `work` throws otherwise, or the
 * consumer leaves early, items in flight are awaited before the generator ends.
 */
export async function* mapConcurrent<Item, Made>(
  source: AsyncIterable<Iterable<Item>>,
  concurrency: number,
  work: (item: Item) => Promise<Made>,
  stop?: AbortSignal,
): AsyncGenerator<readonly Made[], void, undefined> {
  const batches = source[Symbol.asyncIterator]();
  let batch: Iterator<Item, unknown> = [][Symbol.iterator]();
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
  const begin = (item: Item) => {
    running++;
    work(item).then(succeed, fail);
  };
  const pull = async () => {
    isPulling = true;
    try {
      while (hasRoom()) {
        const item = stop?.aborted ? undefined : batch.next();
        if (item?.done === false) {
          begin(item.value);
          continue;
        }
        const next = stop?.aborted ? undefined : await batches.next();
        if (next === undefined || next.done || stop?.aborted) isExhausted = true;
        else batch = next.value[Symbol.iterator]();
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
        const made = ready;
        ready = [];
        yield made;
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
    batch.return?.();
    await batches.return?.();
  }
}
