import { resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CotParser, EvaluateOptions } from '../core/options.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { defaultCotParser } from '../evaluators/cot.js';

/** What splits reasoning and answer, by its name for the run's spec; `undefined` where nothing was asked for. */
export async function cotParserOf(
  parser: EvaluateOptions['cotParser'],
  world: World,
): Promise<{ name: string; parse: CotParser } | undefined> {
  if (parser === undefined) return undefined;
  if (typeof parser === 'function') return { name: parser.name || 'anonymous', parse: parser };
  if (parser === 'default') return { name: parser, parse: defaultCotParser };
  return { name: parser, parse: (await importNamed(parser, 'cotParser', world)) as CotParser };
}

/** `./parsers.js#byLastLine` or `some-package#parse`: the named function of a module; without `#`, its default export. */
async function importNamed(named: string, option: string, world: World): Promise<unknown> {
  const [specifier = '', name = 'default'] = named.split('#');
  const target = /^[./]/.test(specifier) ? pathToFileURL(resolvePath(world.cwd, specifier)).href : specifier;
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(target)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new HretError(
      'usage',
      `${option}: "${specifier}" cannot be imported. Write it as ./file.js#export or package#export.`,
      { cause },
    );
  }
  const found = module[name];
  if (typeof found !== 'function') {
    throw new HretError(
      'usage',
      `${option}: "${specifier}" has no function "${name}". It exports: ${Object.keys(module).join(', ') || 'nothing'}.`,
    );
  }
  return found;
}
