import type { Fields } from '../openai/translation.js';

/** The object in a text; `undefined` when there is none. */
export function parsedFields(text: string): Fields | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : undefined;
  } catch {
    return undefined;
  }
}
