/** A prompt for a judge of MT-Bench: the system message and what the user says. */
export interface MtBenchPrompt {
  readonly system: string;
  readonly text: string;
}

/** What the judge is shown; `references` are given for mathematics, reasoning and coding. */
export interface MtBenchTurns {
  readonly questions: readonly string[];
  readonly answers: readonly string[];
  readonly references?: readonly string[] | undefined;
}

const scale =
  'Be as objective as possible. After providing your explanation, you must rate the response on a scale of 1 to 10 by strictly following this format: "[[rating]]", for example: "Rating: [[5]]".\n\n';
const impartial =
  'Please act as an impartial judge and evaluate the quality of the response provided by an AI assistant to the user question';
const factors =
  'Your evaluation should consider factors such as the helpfulness, relevance, accuracy, depth, creativity, and level of detail of the response. ';
const withReference =
  "Your evaluation should consider correctness and helpfulness. You will be given a reference answer and the assistant's answer. ";
const compare =
  "Begin your evaluation by comparing the assistant's answer with the reference answer. Identify and correct any mistakes. ";
const explain = 'Begin your evaluation by providing a short explanation. ';

/**
 * The prompts `single-v1` and `single-math-v1`, for the second turn `single-v1-multi-turn` and `single-math-v1-multi-turn`,
 * of MT-Bench (Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", 2023), word for word
 * (fastchat/llm_judge/data/judge_prompts.jsonl of github.com/lm-sys/FastChat).
 */
export function mtBenchPrompt(turn: 1 | 2, { questions, answers, references }: MtBenchTurns): MtBenchPrompt {
  const [firstQuestion = '', secondQuestion = ''] = questions;
  const [firstAnswer = '', secondAnswer = ''] = answers;
  if (turn === 1) {
    const criteria = references === undefined ? factors + explain : withReference + compare;
    const reference =
      references === undefined
        ? ''
        : `[The Start of Reference Answer]\n${references[0] ?? ''}\n[The End of Reference Answer]\n\n`;
    return {
      system: 'You are a helpful assistant.',
      text: `[Instruction]\n${impartial} displayed below. ${criteria}${scale}[Question]\n${firstQuestion}\n\n${reference}[The Start of Assistant's Answer]\n${firstAnswer}\n[The End of Assistant's Answer]`,
    };
  }
  const system =
    references === undefined
      ? `${impartial} displayed below. ${factors}You evaluation should focus on the assistant's answer to the second user question. ${explain}${scale}`
      : `${impartial}. ${withReference}You evaluation should focus on the assistant's answer to the second question. ${compare}${scale}`;
  const given =
    references === undefined
      ? ''
      : `<|The Start of Reference Answer|>\n\n### User:\n${firstQuestion}\n\n### Reference answer:\n${references[0] ?? ''}\n\n### User:\n${secondQuestion}\n\n### Reference answer:\n${references[1] ?? ''}\n\n<|The End of Reference Answer|>\n\n\n`;
  return {
    system,
    text: `${given}<|The Start of Assistant A's Conversation with User|>\n\n### User:\n${firstQuestion}\n\n### Assistant A:\n${firstAnswer}\n\n### User:\n${secondQuestion}\n\n### Assistant A:\n${secondAnswer}\n\n<|The End of Assistant A's Conversation with User|>`,
  };
}

/** The first `[[5]]` of a judgment, else the first `[5]`, as `run_judge_single` reads it; `undefined` when there is none. */
export function mtBenchRating(judgment: string): number | undefined {
  const found = /\[\[(\d+(?:\.\d*)?)\]\]/.exec(judgment) ?? /\[(\d+(?:\.\d*)?)\]/.exec(judgment);
  return found === null ? undefined : Number(found[1]);
}
