import type { Generation } from './model.js';

/** Every answer of a conversation, oldest first; the only one where there were no follow-ups. */
export function turnsOf({ text, metadata }: Generation): readonly string[] {
  const turns = metadata?.turns;
  return Array.isArray(turns) && turns.every((turn) => typeof turn === 'string') ? turns : [text];
}
