import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';

interface Named {
  readonly name: string;
  readonly aliases?: readonly string[];
}

/** Built-in plugins by name, imported on first use. */
export type BuiltIns<P> = Readonly<Record<string, () => Promise<{ readonly plugin: P }>>>;

/** Names of one kind of plugin: the built-in ones and those users register. */
export class Registry<P extends Named> {
  readonly kind: string;
  readonly #builtIns: BuiltIns<P>;
  readonly #aliases: Readonly<Record<string, string>>;
  readonly #registered = new Map<string, P>();

  /** `aliases` maps other names of built-ins to their names, so that an alias is found without importing anything. */
  constructor(kind: string, builtIns: BuiltIns<P>, aliases: Readonly<Record<string, string>> = {}) {
    this.kind = kind;
    this.#builtIns = builtIns;
    this.#aliases = aliases;
  }

  /** Refuses a name that is taken. */
  register(plugin: P): void {
    requirePlugin(plugin, this.kind);
    for (const name of [plugin.name, ...(plugin.aliases ?? [])]) {
      if (this.has(name)) throw new HretError('usage', `There is already a ${this.kind} called "${name}".`);
    }
    for (const name of [plugin.name, ...(plugin.aliases ?? [])]) this.#registered.set(name, plugin);
  }

  has(name: string): boolean {
    return this.#registered.has(name) || Object.hasOwn(this.#builtIns, name) || Object.hasOwn(this.#aliases, name);
  }

  /** Whether the plugin of this name is a user's own. */
  isRegistered(name: string): boolean {
    return this.#registered.has(name);
  }

  /** Names without aliases, sorted. */
  names(): string[] {
    const own = [...this.#registered.values()].map((plugin) => plugin.name);
    return [...new Set([...Object.keys(this.#builtIns), ...own])].sort();
  }

  async get(name: string): Promise<P> {
    const registered = this.#registered.get(name);
    if (registered !== undefined) return registered;
    const builtInName = Object.hasOwn(this.#aliases, name) ? this.#aliases[name] : name;
    const load =
      builtInName !== undefined && Object.hasOwn(this.#builtIns, builtInName) ? this.#builtIns[builtInName] : undefined;
    if (load === undefined) throw this.#unknown(name);
    return (await load()).plugin;
  }

  #unknown(name: string): HretError {
    const known = [...this.names(), ...Object.keys(this.#aliases)];
    return new HretError(
      'not_found',
      `There is no ${this.kind} called "${name}".${didYouMean(name, known)} Known: ${this.names().join(', ') || 'none, until you register one'}.`,
    );
  }
}

/** A plugin that would fail at its first use is refused when it is registered. */
function requirePlugin(plugin: unknown, kind: string): void {
  const given = (typeof plugin === 'object' && plugin !== null ? plugin : {}) as Readonly<Record<string, unknown>>;
  const missing = [
    ...(typeof given.name === 'string' && /^\S+$/.test(given.name) ? [] : ['name (a word)']),
    ...(typeof given.summary === 'string' ? [] : ['summary (a sentence)']),
    ...(hasSafeParse(given.options) ? [] : ['options (a zod schema; z.strictObject({}) for none)']),
    ...(typeof given.create === 'function' ? [] : ['create (a function)']),
  ];
  if (missing.length === 0) return;
  const called = typeof given.name === 'string' ? ` "${given.name}"` : '';
  throw new HretError('usage', `The ${kind}${called} cannot be registered; it lacks: ${missing.join(', ')}.`);
}

function hasSafeParse(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && typeof Reflect.get(schema, 'safeParse') === 'function';
}
