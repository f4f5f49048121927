import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
}

export function thisMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()} ${arch()}`,
  };
}

/** Versions of what is measured and of what it is measured against. */
export function versions(peersManifest: string): Record<string, string> {
  const require = createRequire(import.meta.url);
  return {
    node: process.versions.node,
    hret: versionIn(require.resolve('hret/package.json')),
    undici: versionIn(require.resolve('undici/package.json')),
    ...pinnedIn(peersManifest),
  };
}

function versionIn(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** The peers are pinned in a manifest of their own; a checkout without them has none to name. */
function pinnedIn(manifest: string): Record<string, string> {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> }).dependencies ?? {};
  } catch {
    return {};
  }
}
