/** A text that was too long, and what is left of it. */
export interface Shortened {
  readonly text: string;
  readonly isShortened: boolean;
}

/** At most `limit` characters as the server counts them (code points); a text that is cut says how long it was. */
export function shortened(text: string, limit: number): Shortened {
  if (text.length <= limit) return { text, isShortened: false };
  const characters = Array.from(text);
  if (characters.length <= limit) return { text, isShortened: false };
  const note = ` … [cut: ${characters.length} characters]`;
  return { text: characters.slice(0, limit - note.length).join('') + note, isShortened: true };
}
