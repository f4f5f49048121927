import type { Json } from './json.js';
import { isSecretKey, isSecretParameter } from './secret-names.js';

/** Stands where a secret stood. */
export const REDACTED = '[redacted]';
const SHORTEST_SECRET = 6;

/** Values that must never be written anywhere, in the shapes they take on their way into a text. */
export class Secrets {
  #forms: readonly string[] = [];
  /** The forms with no other form inside them: a text without these has none of the others either. */
  #shortForms: readonly string[] = [];
  #pattern = /(?!)/g;

  /** Values shorter than six characters are ignored: they would blot out half the text and protect nothing. */
  add(value: string): void {
    if (value.length < SHORTEST_SECRET || REDACTED.includes(value)) return;
    // The longest first, so that a secret is replaced whole when another one is a part of it.
    this.#forms = [...new Set([...this.#forms, ...formsOf(value)])].sort((a, b) => b.length - a.length);
    this.#shortForms = this.#forms.filter(
      (form) => !this.#forms.some((other) => other !== form && form.includes(other)),
    );
    this.#pattern = new RegExp(this.#forms.map(escapeForRegExp).join('|'), 'g');
  }

  /** Whether there is anything to take out. */
  get hasAny(): boolean {
    return this.#forms.length > 0;
  }

  /** The text with every registered value replaced by `[redacted]`, also where it is JSON-escaped, URL-encoded or in base64. */
  redact(text: string): string {
    for (const form of this.#shortForms) {
      if (text.includes(form)) return text.replace(this.#pattern, REDACTED);
    }
    return text;
  }
}

/** The same JSON with every string in it, keys included, passed through `change`. */
export function mapStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((part) => mapStrings(part, change));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [change(key), mapStrings(part, change)]));
}

/**
 * The same JSON without what is secret by its place: values under keys such as `apiKey`, `access_token` or `password`,
 * and in URLs the user info and query parameters of such names. Keys that only count or name tokens (`maxTokens`,
 * `eos_token`, `cost_per_token`) are left alone, and so are booleans, `null` and empty texts.
 */
export function redactKeys(value: Json): Json {
  if (typeof value === 'string') return redactUrls(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(redactKeys);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      isSecretKey(key) && canBeSecret(part) ? REDACTED : key === 'headers' ? redactHeaders(part) : redactKeys(part),
    ]),
  );
}

/** A gateway may take its key under any name: of headers only those are shown that cannot be one. */
function redactHeaders(headers: Json): Json {
  if (headers === null || typeof headers !== 'object' || isList(headers)) return redactKeys(headers);
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    harmlessHeaders.has(name.toLowerCase()) ? value : REDACTED,
  ]);
  return Object.fromEntries(shown);
}

const harmlessHeaders = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The same JSON without what `redactKeys` would take out: for telling whether two things are the same but for their keys. */
export function withoutSecrets(value: Json): Json {
  return withoutRedacted(redactKeys(value), (text) => text === REDACTED);
}

/** Leaves out every entry that was redacted, wholly or in part. */
export function withoutRedacted(value: Json, isGone = (text: string) => text.includes(REDACTED)): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((part) => withoutRedacted(part, isGone));
  const kept = Object.entries(value).filter(([, part]) => !(typeof part === 'string' && isGone(part)));
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutRedacted(part, isGone)]));
}

function canBeSecret(value: Json): boolean {
  return value !== null && typeof value !== 'boolean' && value !== '';
}

function redactUrls(text: string): string {
  if (!text.includes('://')) return text;
  return text
    .replace(/:\/\/[^/?#\s]*@/g, `://${REDACTED}@`)
    .replace(/([?&;#])([^?&;#=\s]+)=([^&;#\s]+)/g, (whole, before: string, name: string) =>
      isSecretParameter(name) ? `${before}${name}=${REDACTED}` : whole,
    );
}

function formsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  // A JSON text inside JSON (the arguments of a tool call, say) is escaped twice.
  const jsonTwice = JSON.stringify(json).slice(1, -1);
  return [value, json, jsonTwice, asciiOf(json), ...urlForms(value), ...base64Forms(value)];
}

/** The way Python and others write JSON: everything beyond ASCII as `\uXXXX`. */
function asciiOf(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function urlForms(value: string): string[] {
  // Half a surrogate pair has no URL form.
  if (/\p{Surrogate}/u.test(value)) return [];
  const form = new URLSearchParams({ '': value }).toString().slice(1);
  return [encodeURI(value), encodeURIComponent(value), form];
}

/** By itself, and as a part of something longer, as in `user:password`, where it can begin at any of three places of a group. */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const parts = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const whole = [bytes.toString('base64'), bytes.toString('base64').replace(/=+$/, ''), ...parts];
  return [...whole, ...whole.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
