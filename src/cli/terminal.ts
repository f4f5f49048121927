/** Where a command prints to. Handed in, so that commands can be tested without a process. */
export interface Terminal {
  /** Results: stdout. */
  readonly out: (text: string) => void;
  /** Everything else: stderr. */
  readonly err: (text: string) => void;
  readonly isColored: boolean;
  /** Columns of stdout; absent when it is not a terminal. */
  readonly columns?: number;
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  // A reader that has seen enough (`hret history | head`) is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isColored: stdout.isTTY === true && env.NO_COLOR === undefined && env.TERM !== 'dumb',
    ...(stdout.isTTY && { columns: stdout.columns }),
  };
}
