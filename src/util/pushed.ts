/** What is pushed while the work goes on, in its order; ends when the work does, and throws what it throws. */
export async function* pushed<Item>(
  work: (push: (item: Item) => void) => Promise<void>,
): AsyncGenerator<Item, void, undefined> {
  const waiting: Item[] = [];
  let wake = () => {};
  let end: 'finished' | { readonly error: unknown } | undefined;
  const over = (ended: typeof end) => {
    end = ended;
    wake();
  };
  work((item) => {
    waiting.push(item);
    wake();
  }).then(
    () => over('finished'),
    (error: unknown) => over({ error }),
  );
  for (;;) {
    yield* waiting.splice(0);
    if (waiting.length > 0) continue;
    if (end === 'finished') return;
    if (end !== undefined) throw end.error;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
