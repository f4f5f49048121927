import { createProgram } from '../../src/cli/program.js';
import { resetConfig } from '../../src/config/settings.js';

export interface CliOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with the default settings before and after. */
export async function hret(...args: readonly string[]): Promise<CliOutcome> {
  let out = '';
  let err = '';
  resetConfig();
  const program = createProgram({
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isColored: false,
  });
  try {
    return { code: await program.main([...args, '--log-level', 'silent']), out, err };
  } finally {
    resetConfig();
  }
}
