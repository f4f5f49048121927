/** What the test calls one way of handing texts to an evaluator. */
export function nameOf(evaluator: string, what: string): string {
  return `${evaluator}: ${what}`;
}
