// Stands in for @huggingface/transformers in the process of a model: characters are tokens. It answers with the most tokens
// it may use, `|`, and the prompt; a prompt with `crash` in it ends the process, and a folder called `broken` does not load.

class Tensor {
  constructor(type, data, dims) {
    Object.assign(this, { type, data, dims });
  }

  to() {
    return this;
  }
}

const tokenizer = Object.assign((text) => ({ input_ids: [...text].map((one) => one.codePointAt(0)) }), {
  decode: (ids) => String.fromCodePoint(...ids),
  chat_template: null,
});

async function generate({ input_ids, attention_mask, max_new_tokens, stopping_criteria }) {
  const [rows, columns] = input_ids.dims;
  const prompts = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => row * columns + column)
      .filter((at) => attention_mask.data[at] === 1n)
      .map((at) => Number(input_ids.data[at])),
  );
  const answers = prompts.map((ids) =>
    [...`${max_new_tokens}|${tokenizer.decode(ids)}`].map((one) => one.codePointAt(0)),
  );
  if (answers.some((answer) => tokenizer.decode(answer).includes('crash'))) {
    process.stderr.write('native code went wrong\n');
    process.exit(3);
  }
  const ids = answers.map(() => []);
  for (let step = 0; step < max_new_tokens; step += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    for (const [row, own] of ids.entries()) own.push(BigInt(answers[row][step] ?? 0));
    const [done] = stopping_criteria.map((criterion) => criterion(ids));
    if (done.every(Boolean)) return;
  }
}

const model = Object.assign(async () => ({}), {
  generate,
  dispose: async () => {},
  config: { eos_token_id: 0 },
  generation_config: null,
  sessions: { model: { inputNames: ['input_ids', 'attention_mask', 'position_ids'] } },
});

export const env = {};
export const AutoTokenizer = { from_pretrained: async () => tokenizer };
export const AutoModelForCausalLM = {
  from_pretrained: async (folder) => {
    if (folder.endsWith('broken')) throw new Error('the graph is damaged');
    return model;
  },
};
export { Tensor };
