/** Works out the longest expression written in a text, such as `37 + 48 × 2`; undefined when there is none. */
export function solveExpression(text: string): number | undefined {
  const runs = text.match(/[\d\s.,+\-−×÷*/()]+/g) ?? [];
  const expressions = runs.map(tidy).filter((run) => /\d[)\s]*[+\-*/]/.test(run));
  const longest = expressions.reduce((a, b) => (b.length > a.length ? b : a), '');
  return longest === '' ? undefined : evaluate(longest);
}

/** Evaluates + - * / with brackets and signs; undefined when the text is not one whole expression. */
function evaluate(expression: string): number | undefined {
  const tokens = expression.match(/\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  let at = 0;

  function sum(): number {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-')
      value = tokens[at++] === '+' ? value + product() : value - product();
    return value;
  }

  function product(): number {
    let value = signed();
    while (tokens[at] === '*' || tokens[at] === '/') value = tokens[at++] === '*' ? value * signed() : value / signed();
    return value;
  }

  function signed(): number {
    if (tokens[at] !== '-') return primary();
    at += 1;
    return -signed();
  }

  function primary(): number {
    if (tokens[at] !== '(') return Number(tokens[at++]);
    at += 1;
    const value = sum();
    at += 1;
    return value;
  }

  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : undefined;
}

function tidy(run: string): string {
  return run.replaceAll(',', '').replaceAll('−', '-').replaceAll('×', '*').replaceAll('÷', '/').trim();
}
