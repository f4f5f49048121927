import { type FileProblem, isTooDeep, type ParsedConfig, positionAt } from './config-source.js';

/** Where a value and its key begin, and the same for what is inside it. */
interface Place {
  readonly key: number;
  readonly value: number;
  readonly inside: ReadonlyMap<string, Place>;
}

/** Parses JSON and remembers where everything stands; `JSON.parse` tells neither that nor, always, where it failed. */
export function parseJson(text: string): ParsedConfig {
  if (isTooDeep(text)) return { problems: [{ message: 'the file is nested too deeply.' }] };
  const reader = new JsonReader(text);
  try {
    const { value, place } = reader.readFile();
    if (reader.problems.length > 0) return { problems: reader.problems };
    return { source: { value, locate: (path, at) => positionAt(text, offsetOf(place, path, at)) } };
  } catch (error) {
    if (error instanceof JsonProblem)
      return { problems: [{ position: positionAt(text, error.offset), message: error.message }] };
    throw error;
  }
}

function offsetOf(top: Place, path: readonly string[], at: 'key' | 'value'): number {
  let place = top;
  for (const key of path) {
    const next = place.inside.get(key);
    if (next === undefined) return place.value;
    place = next;
  }
  return place[at];
}

class JsonProblem extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

interface Found {
  readonly value: unknown;
  readonly place: Place;
}

/** A strict JSON parser (RFC 8259) that goes on after a duplicate key. */
class JsonReader {
  readonly problems: FileProblem[] = [];
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readFile(): Found {
    const found = this.#readValue();
    this.#skipSpace();
    if (this.#offset < this.#text.length) this.#fail('the end of the file');
    return found;
  }

  #readValue(key?: number): Found {
    this.#skipSpace();
    const start = this.#offset;
    const inside = new Map<string, Place>();
    const value = this.#readInside(inside);
    return { value, place: { key: key ?? start, value: start, inside } };
  }

  #readInside(inside: Map<string, Place>): unknown {
    switch (this.#text[this.#offset]) {
      case '{':
        return this.#readObject(inside);
      case '[':
        return this.#readList(inside);
      case '"':
        return this.#readString();
      default:
        return this.#readWord();
    }
  }

  #readObject(inside: Map<string, Place>): unknown {
    const entries: [string, unknown][] = [];
    this.#readItems('}', () => {
      const start = this.#offset;
      if (this.#text[start] !== '"') this.#fail('a key in double quotes');
      const key = this.#readString();
      if (inside.has(key)) this.#noteDuplicate(start, key);
      this.#expect(':');
      const { value, place } = this.#readValue(start);
      inside.set(key, place);
      entries.push([key, value]);
    });
    return Object.fromEntries(entries);
  }

  #readList(inside: Map<string, Place>): unknown {
    const items: unknown[] = [];
    this.#readItems(']', () => {
      const { value, place } = this.#readValue();
      inside.set(String(items.length), place);
      items.push(value);
    });
    return items;
  }

  #readItems(end: '}' | ']', readItem: () => void): void {
    this.#offset++;
    this.#skipSpace();
    if (this.#skip(end)) return;
    for (;;) {
      this.#skipSpace();
      readItem();
      this.#skipSpace();
      if (this.#skip(end)) return;
      if (!this.#skip(',')) this.#fail(`"," or "${end}"`);
    }
  }

  #readString(): string {
    const start = this.#offset;
    const written = this.#match(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"/y);
    const value = written === undefined ? undefined : parsed(written);
    if (typeof value === 'string') return value;
    this.#offset = start;
    return this.#fail('a string on one line, in double quotes, with "\\n" for a new line');
  }

  #readWord(): unknown {
    const start = this.#offset;
    const written = this.#match(/[-+.\w]+/y);
    const value = written === undefined ? undefined : parsed(written);
    if (value !== undefined) return value;
    this.#offset = start;
    return this.#fail('a value');
  }

  #expect(mark: string): void {
    this.#skipSpace();
    if (!this.#skip(mark)) this.#fail(`"${mark}"`);
  }

  #skip(mark: string): boolean {
    if (this.#text[this.#offset] !== mark) return false;
    this.#offset++;
    return true;
  }

  #skipSpace(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }

  #noteDuplicate(offset: number, key: string): void {
    const message = `the key "${key}" is written a second time. Keep one of them.`;
    this.problems.push({ position: positionAt(this.#text, offset), message });
  }

  #fail(expected: string): never {
    const rest = this.#text.slice(this.#offset);
    if (/^\/[/*]/.test(rest) || rest.startsWith('#')) {
      throw new JsonProblem(this.#offset, 'this is not JSON: it has no comments. Use a .yaml file to write some.');
    }
    const found = rest === '' ? 'the end of the file' : JSON.stringify(/^(?:[-+.\w]{1,20}|.)/su.exec(rest)?.[0]);
    throw new JsonProblem(this.#offset, `this is not JSON: expected ${expected}, found ${found}.`);
  }
}

/** `undefined` when it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
