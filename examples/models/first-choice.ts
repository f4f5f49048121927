/**
 * The weak demo model: picks (A) whenever there are options; otherwise repeats the first number or the last word of the question.
 * It shows what a score looks like when nothing is known.
 */
export function firstChoice(input: string): string {
  const question = input.slice(input.lastIndexOf('질문:') + '질문:'.length).trim();
  if (/^\(A\)/m.test(question)) return '정답: (A)';
  return `정답: ${firstNumber(question) ?? lastWord(question)}`;
}

function firstNumber(question: string): string | undefined {
  return question.match(/\d+(\.\d+)?/)?.[0];
}

function lastWord(question: string): string {
  return (
    question
      .replace(/[?.!]+$/, '')
      .split(/\s+/)
      .at(-1) ?? ''
  );
}
