import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { World } from '../../core/world.js';

/** The state of the source a run was started from. */
export interface GitState {
  readonly commit: string;
  /** Absent on a detached head. */
  readonly branch?: string;
  /** Whether tracked files differ from the commit. */
  readonly isDirty: boolean;
  /** Address of `origin`, without credentials. */
  readonly remote?: string;
}

const LONGEST_MS = 3000;

/** The repository the working directory belongs to; `undefined` outside of one, before its first commit, and without git. */
export async function gitState({ cwd, env }: Pick<World, 'cwd' | 'env'>): Promise<GitState | undefined> {
  const ask = (...args: readonly string[]) => git(args, cwd, env);
  const [commit, branch, changes, remote] = await Promise.all([
    ask('rev-parse', '--verify', 'HEAD'),
    ask('symbolic-ref', '--short', '-q', 'HEAD'),
    ask('status', '--porcelain', '--untracked-files=no'),
    ask('remote', 'get-url', 'origin'),
  ]);
  if (commit === undefined || commit === '') return undefined;
  return {
    commit,
    ...(branch !== undefined && branch !== '' && { branch }),
    isDirty: changes !== undefined && changes !== '',
    ...(remote !== undefined && remote !== '' && { remote: withoutCredentials(remote) }),
  };
}

/** `https://user:token@host/…` without what is before the `@`; `git@host:…` names no secret and stays. */
export function withoutCredentials(remote: string): string {
  return remote.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').replace(/[?#].*$/, '');
}

const execute = promisify(execFile);

async function git(args: readonly string[], cwd: string, env: World['env']): Promise<string | undefined> {
  try {
    // Looking must not write: without this, status takes the lock of the index.
    const settings = { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
    const { stdout } = await execute('git', [...args], { cwd, env: settings, timeout: LONGEST_MS });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
