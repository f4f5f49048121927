import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { programPath } from './program.js';

export interface ServerStats {
  readonly requests: number;
  /** Questions that were answered more than once since the start or the last reset. */
  readonly answeredTwice: number;
  readonly mostInFlight: number;
  /** What the server itself used so far: well below the wall time, or it is the bound. */
  readonly cpuMs: number;
}

export interface Server {
  /** Ends in `/v1`. */
  readonly url: string;
  stats(): Promise<ServerStats>;
  /** Counts from zero again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the loopback LLM in a process of its own, so that it takes no time from the client. */
export async function startServer({ latencyMs }: { readonly latencyMs: number }): Promise<Server> {
  const child = spawn(process.execPath, [programPath('server'), String(latencyMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [origin] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => Promise.reject(new Error('The loopback server ended before it listened.'))),
  ])) as [string];
  return {
    url: `${origin}/v1`,
    stats: async () => (await (await fetch(`${origin}/stats`)).json()) as ServerStats,
    reset: async () => {
      await fetch(`${origin}/reset`, { method: 'POST', body: '' });
    },
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}
