import { sha256 } from '../../util/canonical.js';
import type { CarrierState } from '../delivery/parcel.js';
import { LIMITS } from './limits.js';

/** The characters a key may have; letters and digits of every script, as Python's `\w` has them. */
const FORBIDDEN = /[^\p{L}\p{N}_/.\- :]/gu;

/**
 * A key as MLflow takes it: `pass@1` becomes `pass_at_1`, `top5%` becomes `top5_percent`, anything else it refuses becomes
 * `_`. It is also a path on the server's disk, so that `..`, `//` and a leading `/` are mended too.
 */
export function cleanKey(key: string): string {
  const allowed = key.normalize('NFC').replaceAll('@', '_at_').replaceAll('%', '_percent').replace(FORBIDDEN, '_');
  const parts = allowed.split('/').map((part) => (/^\.*$/.test(part) ? '_'.repeat(part.length) : part));
  // A name that begins with `..` is refused even where it is no step up.
  const path =
    parts
      .filter((part) => part !== '')
      .join('/')
      .replace(/^\.\./, '__') || '_';
  const characters = Array.from(path);
  if (characters.length <= LIMITS.key) return path;
  return withDigest(characters, key);
}

/** Long keys differ at their ends, so that what is cut off is replaced by its digest. */
function withDigest(characters: readonly string[], key: string): string {
  const digest = `_${sha256(key).slice(0, 8)}`;
  return characters.slice(0, LIMITS.key - digest.length).join('') + digest;
}

export type KeyKind = 'metric' | 'param' | 'tag';

/** Gives every key one name for the whole run: two keys that would share a name are told apart, and that is told. */
export class KeyNames {
  readonly #what: KeyKind;
  readonly #clean: (key: string) => string;
  readonly #warn: (message: string) => void;
  readonly #names = new Map<string, string>();
  readonly #owners = new Map<string, string>();

  /** What was renamed in earlier sittings is read from `state`, where new names are remembered. */
  constructor(what: KeyKind, clean: (key: string) => string, warn: (message: string) => void) {
    this.#what = what;
    this.#clean = clean;
    this.#warn = warn;
  }

  nameOf(key: string, state: CarrierState): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    this.#recall(state);
    const name = this.#names.get(key) ?? this.#newName(key);
    this.#names.set(key, name);
    this.#owners.set(name, key);
    if (name !== key) state[this.#place] = { ...this.#stored(state), [key]: name };
    return name;
  }

  #newName(key: string): string {
    const name = this.#clean(key);
    const owner = this.#owners.get(name);
    if (owner === undefined || owner === key) return name;
    const other = withDigest(Array.from(name), key);
    this.#warn(
      `MLflow: the ${this.#what}s "${owner}" and "${key}" would both be called "${name}" there; "${key}" is sent as "${other}".`,
    );
    return other;
  }

  #recall(state: CarrierState): void {
    for (const [key, name] of Object.entries(this.#stored(state))) {
      this.#names.set(key, name);
      this.#owners.set(name, key);
    }
  }

  #stored(state: CarrierState): Readonly<Record<string, string>> {
    const stored = state[this.#place];
    if (stored === null || typeof stored !== 'object' || Array.isArray(stored)) return {};
    return Object.fromEntries(Object.entries(stored).map(([key, name]) => [key, String(name)]));
  }

  get #place(): string {
    return `${this.#what}Names`;
  }
}
