/** What one look came to: `problem` keeps hret or a part of it from working, `note` is worth knowing. */
export interface Finding {
  /** What was looked at: `node`, `package tsx`, `history`. */
  readonly what: string;
  readonly state: 'ok' | 'note' | 'problem';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}
