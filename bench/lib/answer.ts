const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** What a prompt ends with, and the server looks for. */
export function tagOf(question: number): string {
  return `[Q${question}]`;
}

/** The letter the loopback server answers a question with. */
export function letterFor(question: number): string {
  return LETTERS[letterIndex(question)] ?? 'A';
}

/** Spreads neighbouring questions over the four letters. */
export function letterIndex(question: number): number {
  return Math.imul(question, 0x9e3779b1) >>> 30;
}
