/**
 * Hands out the items of batches one by one. Items already at hand cost no real wait, which an async generator
 * around the batches would: over a million short lines that is a third of the time.
 */
export function flatten<Item>(batches: AsyncIterable<Iterable<Item>>): AsyncIterableIterator<Item> {
  const flat = flatIterator(batches);
  sources.set(flat, batches);
  return flat;
}

/** What `flatten` hands out, by what it was made from. */
const sources = new WeakMap<object, AsyncIterable<Iterable<unknown>>>();

/**
 * The batches behind items that came from `flatten` and that nobody has begun to read; any other items one by one. Whoever
 * takes the batches must not read the items too.
 */
export function batchesOf<Item>(items: AsyncIterable<Item>): AsyncIterable<Iterable<Item>> {
  return (sources.get(items) as AsyncIterable<Iterable<Item>> | undefined) ?? oneByOne(items);
}

async function* oneByOne<Item>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[], void, undefined> {
  for await (const item of items) yield [item];
}

function flatIterator<Item>(batches: AsyncIterable<Iterable<Item>>): AsyncIterableIterator<Item> {
  const source = batches[Symbol.asyncIterator]();
  let items: Iterator<Item, unknown> = [][Symbol.iterator]();
  let pulling: Promise<void> | undefined;
  let isDone = false;

  async function pull(): Promise<void> {
    try {
      const batch = await source.next();
      if (batch.done) isDone = true;
      else items = batch.value[Symbol.iterator]();
    } catch (error) {
      isDone = true;
      throw error;
    } finally {
      pulling = undefined;
    }
  }

  async function nextFromSource(): Promise<IteratorResult<Item>> {
    while (!isDone) {
      // Callers that do not wait for each other share one pull, or a batch would be lost.
      pulling ??= pull();
      await pulling;
      const item = items.next();
      if (!item.done) return item;
    }
    return { done: true, value: undefined };
  }

  return {
    next() {
      const item = items.next();
      return item.done ? nextFromSource() : Promise.resolve(item);
    },
    async return() {
      isDone = true;
      items = [][Symbol.iterator]();
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
