/** `옳지 않은 것은?`, `관련이 없는 것을 고르시오`, `Which is not …`: the answer is what is wrong. */
const wrong =
  /(?:않[은는]|아닌|틀린|잘못된?|없는|못한|먼|다른|어긋[나난]는?|부적절한|거짓인)\s*(?:것|[가-힣]{1,8}?)(?:만|끼리)?(?:을|를|은|는)?\s*(?:무엇|누구|어느|어떤|고르|고른|찾|골라|\?|$)|\b(?:not|incorrect|false|except)\b[^\n?]{0,80}\?/im;

/** Whether a question asks for the option that is not so. */
export function asksForWrong(question: string): boolean {
  return wrong.test(question);
}
