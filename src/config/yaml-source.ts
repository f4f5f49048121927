import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { messageOf } from '../errors.js';
import { type ConfigSource, type FileProblem, isTooDeep, type ParsedConfig, positionAt } from './config-source.js';

type YamlLibrary = typeof Yaml;

/** More repetitions than this are an attack ("billion laughs"), not a configuration. */
const MOST_ALIASES = 100;

/** Parses YAML 1.2 (anchors, aliases and `<<` included; no tags); loads the library on first use. */
export function parseYaml(text: string): ParsedConfig {
  if (isTooDeep(text)) return { problems: [{ message: 'the file is nested too deeply.' }] };
  const yaml = createRequire(import.meta.url)('yaml') as YamlLibrary;
  const document = yaml.parseDocument(text, {
    schema: 'core',
    merge: true,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const problems = [...document.errors, ...document.warnings].map((found) => ({
    position: positionAt(text, found.pos[0]),
    message: explain(found, text),
  }));
  return problems.length > 0 ? { problems: firstOfEachLine(problems) } : convert(yaml, document, text);
}

function convert(yaml: YamlLibrary, document: Yaml.Document, text: string): ParsedConfig {
  const wrong = findWrongAlias(yaml, document) ?? findWrongMerge(yaml, document);
  if (wrong !== undefined) {
    return { problems: [{ position: positionAt(text, startOf(wrong.node) ?? 0), message: wrong.message }] };
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { source: sourceOf(yaml, document, text, value) };
  } catch (error) {
    const isBomb = /alias count/.test(messageOf(error));
    const message = isBomb
      ? 'the file repeats too much through aliases'
      : `the file cannot be read: ${messageOf(error)}`;
    return { problems: [{ message: `${message}.` }] };
  }
}

function sourceOf(yaml: YamlLibrary, document: Yaml.Document, text: string, value: unknown): ConfigSource {
  return {
    value,
    locate(path, at) {
      let node: unknown = document.contents;
      let offset = 0;
      for (const [index, key] of path.entries()) {
        const found = stepInto(yaml, document, node, key);
        if (found === undefined) break;
        node = found.value;
        const isWanted = at === 'key' && index === path.length - 1;
        offset = startOf(isWanted ? found.key : found.value) ?? startOf(found.key) ?? offset;
      }
      return positionAt(text, offset);
    },
  };
}

/** The key and value nodes below a node; `undefined` where the key came through a merge. */
function stepInto(yaml: YamlLibrary, document: Yaml.Document, node: unknown, key: string) {
  const inner = yaml.isAlias(node) ? node.resolve(document) : node;
  if (yaml.isSeq(inner)) return { key: inner.items[Number(key)], value: inner.items[Number(key)] };
  if (!yaml.isMap(inner)) return undefined;
  return inner.items.find((pair) => yaml.isScalar(pair.key) && String(pair.key.value) === key);
}

function startOf(node: unknown): number | undefined {
  const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
  const start: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof start === 'number' ? start : undefined;
}

interface WrongNode {
  readonly node: Yaml.Node;
  readonly message: string;
}

/** An alias that stands for nothing, or for what it is part of. */
function findWrongAlias(yaml: YamlLibrary, document: Yaml.Document): WrongNode | undefined {
  let wrong: WrongNode | undefined;
  yaml.visit(document, {
    Alias(_, node, path) {
      const target = node.resolve(document);
      const name = node.source;
      if (target === undefined) wrong = { node, message: `"*${name}" has no anchor "&${name}" above it.` };
      else if (path.some((around) => around === target))
        wrong = { node, message: `"*${name}" stands inside its own anchor.` };
      return wrong && yaml.visit.BREAK;
    },
  });
  return wrong;
}

/** A `<<` with something else than keys and values behind it. */
function findWrongMerge(yaml: YamlLibrary, document: Yaml.Document): WrongNode | undefined {
  const resolved = (node: unknown) => (yaml.isAlias(node) ? node.resolve(document) : node);
  let wrong: WrongNode | undefined;
  yaml.visit(document, {
    Pair(_, { key, value }) {
      if (!yaml.isScalar(key) || key.type !== 'PLAIN' || key.source !== '<<') return undefined;
      const merged = resolved(value);
      const sources = yaml.isSeq(merged) ? merged.items.map(resolved) : [merged];
      if (sources.every((source) => yaml.isMap(source))) return undefined;
      wrong = { node: key, message: '"<<" takes keys and values from an anchor, such as "<<: *base".' };
      return yaml.visit.BREAK;
    },
  });
  return wrong;
}

function explain(found: Yaml.YAMLError, text: string): string {
  const here = text.slice(...found.pos);
  switch (found.code) {
    case 'TAB_AS_INDENT':
      return 'a tab stands where YAML takes spaces. Indent with spaces.';
    case 'DUPLICATE_KEY':
      return `the key ${keyAt(text, found.pos[0])} is written a second time. Keep one of them.`;
    case 'MULTIPLE_DOCS':
      return 'a second document begins here ("---"). One file holds one configuration.';
    case 'TAG_RESOLVE_FAILED':
      return `the tag "${here}" is not read here. Write a plain value.`;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'there is a second ":" on this line. Put a text that contains ": " in quotes.';
    case 'BAD_SCALAR_START':
      return `a text cannot begin with "${text.charAt(found.pos[0])}". Put it in quotes.`;
    default:
      return `this is not YAML: ${found.message.replace(/\.$/, '')}.`;
  }
}

function keyAt(text: string, offset: number): string {
  const line = text.slice(offset).split('\n', 1)[0] ?? '';
  const key = /^(?:"[^"]*"|'[^']*'|[^:\s]+)/.exec(line)?.[0] ?? '';
  return `"${key.replace(/^["']|["']$/g, '')}"`;
}

/** One mistake often makes the parser stumble several times. */
function firstOfEachLine(problems: readonly FileProblem[]): FileProblem[] {
  const lines = new Set<number | undefined>();
  return problems.filter(({ position }) => {
    const isFirst = !lines.has(position?.line);
    lines.add(position?.line);
    return isFirst;
  });
}
