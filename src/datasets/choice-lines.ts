/** `A`, `B`, … for so many choices. */
function lettersFor(count: number): string[] {
  return Array.from({ length: count }, (_, place) => String.fromCharCode(65 + place));
}

/** Choices as lines `(A) …`. */
export function choiceLines(choices: readonly string[]): string {
  const letters = lettersFor(choices.length);
  return choices.map((choice, place) => `(${letters[place]}) ${choice}`).join('\n');
}
