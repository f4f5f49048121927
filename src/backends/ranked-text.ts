/** What an option is ranked after, and what is ranked: `정답:` and ` 서울`. Together they are the text the model sees. */
export interface RankedText {
  readonly context: string;
  readonly continuation: string;
}

/**
 * The text that is ranked for an option, by the rule of lm-evaluation-harness for questions with options: its
 * `target_delimiter`, one space, stands before the option, and nothing does under a chat template. The space is put there
 * whatever the prompt ends in and the option begins with, so that there may be two.
 *
 * `ConfigurableTask.construct_requests`:
 * https://github.com/EleutherAI/lm-evaluation-harness/blob/4e7e0d47f33bc71070c1d38394bafbb52b117163/lm_eval/api/task.py#L1374-L1390
 */
export function delimited(option: string, { isTemplated }: { readonly isTemplated: boolean }): string {
  return isTemplated ? option : ` ${option}`;
}

/**
 * White space at the end of a prompt belongs to what follows, because tokens begin with their space: " A" is one token, and
 * "정답: " + "A" would ask for a token no model was trained on. `TemplateLM._encode_pair`:
 * https://github.com/EleutherAI/lm-evaluation-harness/blob/4e7e0d47f33bc71070c1d38394bafbb52b117163/lm_eval/api/model.py#L390-L393
 */
export function divided(prompt: string, continuation: string): RankedText {
  const context = prompt.trimEnd();
  return { context, continuation: prompt.slice(context.length) + continuation };
}
