/** How a whole process is asked to stop: softly, and at once. */
export interface SharedInterrupt {
  /** Ask nothing new, finish what is in flight. */
  readonly drain: AbortSignal;
  /** Give up what is in flight. */
  readonly abort: AbortSignal;
}

/** Shared by all copies of hret in a process: the command line may be another copy than the one a user's module imports. */
const key = Symbol.for('hret.interrupt');
const shared = globalThis as { [key]?: SharedInterrupt | undefined };

/** Every run that starts from now on listens to it, until it is taken back. */
export function shareInterrupt(interrupt: SharedInterrupt): Disposable {
  shared[key] = interrupt;
  return {
    [Symbol.dispose]() {
      if (shared[key] === interrupt) delete shared[key];
    },
  };
}

/** The interrupt in force; none in programs that do not run under the command line. */
export function sharedInterrupt(): SharedInterrupt | undefined {
  return shared[key];
}
