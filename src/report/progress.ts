import type { Progress } from '../core/options.js';
import { plain } from './plain.js';
import { progressLine, quietProgressLine } from './progress-line.js';

/** The part of a terminal or a log file that progress needs; `process.stderr` is one. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface ProgressRenderer {
  /** Hand this to `onProgress`. */
  update(progress: Progress): void;
  /** Takes the line away, for output that others write; the next update paints it again. */
  clear(): void;
  /** Writes a message above the line: every control character is taken out of it, line breaks stay. */
  log(message: string): void;
  /** Ends with one line a run that was not yet told as done, and gives the cursor back. */
  finish(): void;
}

export interface ProgressRendererOptions {
  readonly stream: ProgressStream;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Shows where runs stand: on a terminal one line that repaints itself, elsewhere a quiet line now and then. */
export function progressRenderer(options: ProgressRendererOptions): ProgressRenderer {
  return options.stream.isTTY ? new LivePainter(options.stream) : new QuietReporter(options);
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_LINE = '\r\u001b[2K';

class LivePainter implements ProgressRenderer {
  readonly #stream: ProgressStream;
  /** The run on the line, as it stood last; a line kept on the screen has none. */
  #latest: Progress | undefined;
  #shown: string | undefined;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  update(progress: Progress): void {
    if (this.#latest !== undefined && this.#latest.runId !== progress.runId && isDone(this.#latest)) this.#keepLine();
    this.#latest = progress;
    this.#paint();
  }

  clear(): void {
    if (this.#shown === undefined) return;
    this.#stream.write(CLEAR_LINE + SHOW_CURSOR);
    this.#shown = undefined;
  }

  log(message: string): void {
    this.clear();
    this.#stream.write(`${plainLines(message)}\n`);
    if (this.#latest !== undefined) this.#paint();
  }

  finish(): void {
    if (this.#latest !== undefined) this.#keepLine();
  }

  #paint(): void {
    if (this.#latest === undefined) return;
    const line = this.#lineOf(this.#latest);
    if (line === this.#shown) return;
    this.#stream.write((this.#shown === undefined ? HIDE_CURSOR : '') + CLEAR_LINE + line);
    this.#shown = line;
  }

  #keepLine(): void {
    const line = this.#latest === undefined ? '' : this.#lineOf(this.#latest);
    this.clear();
    this.#stream.write(`${line}\n`);
    this.#latest = undefined;
  }

  /** One column stays free: some terminals wrap as soon as the last one is used. */
  #lineOf(progress: Progress): string {
    return progressLine(progress, Math.max(1, (this.#stream.columns || 80) - 1));
  }
}

const QUIET_MS = 30_000;
const QUIET_SHARE = 0.1;

interface Told {
  latest: Progress;
  /** How far the run was when it was last told about, and when that was. */
  done: number;
  at: number;
}

class QuietReporter implements ProgressRenderer {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #runs = new Map<string, Told>();

  constructor({ stream, now }: ProgressRendererOptions) {
    this.#stream = stream;
    this.#now = now;
  }

  update(progress: Progress): void {
    const told = this.#runs.get(progress.runId);
    if (told === undefined || this.#isWorthALine(progress, told)) this.#tell(progress);
    else told.latest = progress;
  }

  clear(): void {}

  log(message: string): void {
    this.#stream.write(`${plainLines(message)}\n`);
  }

  finish(): void {
    for (const { latest, done } of this.#runs.values()) if (latest.done > done) this.#tell(latest);
    this.#runs.clear();
  }

  #isWorthALine(progress: Progress, told: Told): boolean {
    const step = (progress.total ?? Infinity) * QUIET_SHARE;
    const isFar = progress.done - told.done >= step || this.#now() - told.at >= QUIET_MS;
    return isFar || (isDone(progress) && progress.done > told.done);
  }

  #tell(progress: Progress): void {
    this.#runs.set(progress.runId, { latest: progress, done: progress.done, at: this.#now() });
    this.#stream.write(`${quietProgressLine(progress)}\n`);
  }
}

function isDone({ done, total }: Progress): boolean {
  return total !== undefined && done >= total;
}

function plainLines(message: string): string {
  return message.split(/\r?\n/).map(plain).join('\n');
}
